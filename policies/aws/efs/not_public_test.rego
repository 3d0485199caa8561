package aws.efs.not_public_test

import rego.v1

import data.aws.efs.not_public

golden := {
	"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.efs.file_system",
	"source": "111122223333",
	"name": "home",
	"region": "eu-central-1",
	"policy": {
		"Version": "2012-10-17",
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
				"Action": ["elasticfilesystem:ClientMount"],
			},
		],
	},
}

test_passes_with_names if {
	not_public.pass with input as golden
	count(not_public.fail) == 0 with input as golden
}

test_passes_when_held_to_mount_targets if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
					"Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": ["true"]}},
				},
			],
		},
	})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_passes_when_held_to_an_account if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
					"Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}},
				},
			],
		},
	})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_passes_with_a_denial_of_all if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Deny",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
				},
			],
		},
	})
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"policy": null})
	not_public.fail == {"it has no policy, so every client of its network may mount it"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_open if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
					"Action": ["elasticfilesystem:ClientMount"],
				},
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
				},
			],
		},
	})
	not_public.fail == {"statement 2 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_also_open_to_others if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
					"Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": ["false"]}},
				},
			],
		},
	})
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_only_tls_is_asked if {
	resource := object.union(object.remove(golden, ["policy"]), {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["elasticfilesystem:ClientMount"],
					"Condition": {"Bool": {"aws:SecureTransport": ["true"]}},
				},
			],
		},
	})
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}
