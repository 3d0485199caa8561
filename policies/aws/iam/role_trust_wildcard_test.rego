package aws.iam.role_trust_wildcard_test

import rego.v1

import data.aws.iam.role_trust_wildcard

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"trust_policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Action": ["sts:AssumeRole"],
				"Principal": {"Service": ["lambda.amazonaws.com"]},
			},
		],
	},
}

anyone := {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"AWS": ["*"]}}

in_the_organisation := object.union(anyone, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}})

in_any_organisation := object.union(anyone, {"Condition": {"StringLike": {"aws:PrincipalOrgID": ["*"]}}})

by_its_id_alone := object.union(anyone, {"Condition": {"StringEquals": {"sts:ExternalId": ["7f3a"]}}})

all_but_one := {"Effect": "Allow", "Action": ["sts:AssumeRole"], "NotPrincipal": {"AWS": ["111122223333"]}}

test_passes_with_a_service if {
	role_trust_wildcard.pass with input as golden
	count(role_trust_wildcard.fail) == 0 with input as golden
}

test_passes_with_the_organisation if {
	resource := object.union(golden, {"trust_policy": {"Statement": [in_the_organisation]}})
	role_trust_wildcard.pass with input as resource
	count(role_trust_wildcard.fail) == 0 with input as resource
}

test_passes_with_a_denial if {
	resource := object.union(golden, {"trust_policy": {"Statement": [object.union(anyone, {"Effect": "Deny"})]}})
	role_trust_wildcard.pass with input as resource
	count(role_trust_wildcard.fail) == 0 with input as resource
}

test_fails_with_anyone if {
	resource := object.union(golden, {"trust_policy": {"Statement": [anyone]}})
	role_trust_wildcard.fail == {"statement 1 of the trust policy lets anyone take the role"}
		with input as resource
	not role_trust_wildcard.pass with input as resource
}

test_fails_with_a_wildcard_condition if {
	resource := object.union(golden, {"trust_policy": {"Statement": [in_the_organisation, in_any_organisation]}})
	role_trust_wildcard.fail == {"statement 2 of the trust policy lets anyone take the role"}
		with input as resource
	not role_trust_wildcard.pass with input as resource
}

test_fails_with_an_external_id_alone if {
	resource := object.union(golden, {"trust_policy": {"Statement": [by_its_id_alone]}})
	role_trust_wildcard.fail == {"statement 1 of the trust policy lets anyone take the role"}
		with input as resource
	not role_trust_wildcard.pass with input as resource
}

test_fails_with_all_but_one if {
	resource := object.union(golden, {"trust_policy": {"Statement": [all_but_one]}})
	role_trust_wildcard.fail == {"statement 1 of the trust policy lets anyone take the role"}
		with input as resource
	not role_trust_wildcard.pass with input as resource
}

test_neither_with_a_condition_that_is_not_understood if {
	puzzling := object.union(anyone, {"Condition": {"StringEquals": {"acme:Key": ["x"]}}})
	resource := object.union(golden, {"trust_policy": {"Statement": [puzzling]}})
	not role_trust_wildcard.pass with input as resource
	count(role_trust_wildcard.fail) == 0 with input as resource
}
