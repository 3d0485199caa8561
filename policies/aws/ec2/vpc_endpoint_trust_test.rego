package aws.ec2.vpc_endpoint_trust_test

import rego.v1

import data.aws.ec2.vpc_endpoint_trust

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
	"kind": "aws.ec2.vpc_endpoint",
	"source": "111122223333",
	"service_name": "com.amazonaws.eu-central-1.s3",
	"policy": {
		"Version": "2012-10-17",
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["*"]},
				"Action": ["*"],
				"Resource": ["*"],
				"Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}},
			},
		],
	},
}

foreign := {
	"Effect": "Allow",
	"Principal": {"AWS": ["*"]},
	"Action": ["*"],
	"Resource": ["*"],
	"Condition": {"StringEquals": {"aws:PrincipalAccount": ["444455556666"]}},
}

params := {"trusted_accounts": []}

test_passes_when_held_to_the_account if {
	vpc_endpoint_trust.pass with input as golden with data.params as params
	count(vpc_endpoint_trust.fail) == 0 with input as golden with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_for_an_own_principal if {
	resource := object.union(golden, {
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {
						"AWS": [
							"arn:aws:iam::111122223333:role/web",
							"111122223333",
						],
					},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.fail) == 0 with input as resource with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as params
}

test_passes_for_a_trusted_account if {
	resource := object.union(golden, {
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {
						"AWS": [
							"arn:aws:iam::444455556666:root",
						],
					},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	ours := object.union(params, {"trusted_accounts": ["444455556666"]})
	vpc_endpoint_trust.pass with input as resource with data.params as ours
	count(vpc_endpoint_trust.fail) == 0 with input as resource with data.params as ours
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as ours
}

test_passes_when_nothing_is_allowed if {
	resource := object.union(golden, {
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Deny",
					"Principal": {"AWS": ["*"]},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.fail) == 0 with input as resource with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_the_default_policy if {
	resource := object.union(golden, {
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	vpc_endpoint_trust.fail == {"anybody is let through"} with input as resource with data.params as params
	not vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_when_held_to_a_foreign_account if {
	resource := object.union(golden, {"policy": {"Version": "2012-10-17", "Statement": [foreign]}})
	vpc_endpoint_trust.fail == {"account 444455556666 is let through and not trusted"}
		with input as resource
		with data.params as params
	not vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_for_a_foreign_account if {
	resource := object.union(golden, {
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {
						"AWS": [
							"arn:aws:iam::444455556666:root",
						],
					},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	vpc_endpoint_trust.fail == {"account 444455556666 is let through and not trusted"}
		with input as resource
		with data.params as params
	not vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_for_a_private_service if {
	resource := object.union(golden, {
		"service_name": "com.amazonaws.vpce.eu-central-1.vpce-svc-1",
		"policy": {
			"Version": "2012-10-17",
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["*"]},
					"Action": ["*"],
					"Resource": ["*"],
				},
			],
		},
	})
	vpc_endpoint_trust.not_applicable == {"the policy of such an endpoint cannot be set"}
		with input as resource
		with data.params as params
	not vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_without_a_policy if {
	resource := object.union(golden, {"policy": null})
	vpc_endpoint_trust.not_applicable == {"the endpoint has no policy"}
		with input as resource
		with data.params as params
	not vpc_endpoint_trust.pass with input as resource with data.params as params
	count(vpc_endpoint_trust.fail) == 0 with input as resource with data.params as params
}
