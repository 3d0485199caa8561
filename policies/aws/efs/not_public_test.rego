package aws.efs.not_public_test

import rego.v1

import data.aws.efs.not_public

golden := {
	"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.efs.file_system",
	"source": "111122223333",
	"name": "home",
	"policy": {"Version": "2012-10-17", "Statement": [named]},
}

named := allows(["arn:aws:iam::111122223333:role/app"], {})

allows(principals, condition) := {
	"Effect": "Allow",
	"Principal": {"AWS": principals},
	"Action": ["elasticfilesystem:ClientMount"],
	"Resource": ["*"],
	"Condition": condition,
}

anyone(condition) := allows(["*"], condition)

governed(statements) := object.union(golden, {"policy": {"Statement": statements}})

mounted(value) := {"Bool": {"elasticfilesystem:AccessedViaMountTarget": [value]}}

passes(resource) if {
	not_public.pass with input as resource
	count(not_public.fail) == 0 with input as resource
}

test_passes_with_names if passes(golden)

test_passes_when_held_to_mount_targets if passes(governed([anyone(mounted("true"))]))

test_passes_when_held_to_an_account if {
	passes(governed([anyone({"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}})]))
}

test_passes_with_a_denial_of_all if passes(governed([object.union(anyone({}), {"Effect": "Deny"})]))

test_fails_without_a_policy if {
	resource := object.union(golden, {"policy": null})
	not_public.fail == {"it has no policy, so every client of its network may mount it"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_open if {
	resource := governed([named, anyone({})])
	not_public.fail == {"statement 2 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_held_to_other_ways_in if {
	resource := governed([anyone(mounted("false"))])
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_fails_when_only_tls_is_asked if {
	resource := governed([anyone({"Bool": {"aws:SecureTransport": ["true"]}})])
	not_public.fail == {"statement 1 of its policy allows anyone"} with input as resource
	not not_public.pass with input as resource
}

test_unknown_with_a_condition_that_is_not_understood if {
	resource := governed([anyone({"StringEquals": {"acme:Team": ["sales"]}})])
	count(not_public.fail) == 0 with input as resource
	not not_public.pass with input as resource
}
