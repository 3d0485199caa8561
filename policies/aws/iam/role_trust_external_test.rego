package aws.iam.role_trust_external_test

import rego.v1

import data.aws.iam.role_trust_external

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"trust_policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Action": ["sts:AssumeRole"],
				"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
			},
		],
	},
}

params := {"own_accounts": [], "approved_accounts": []}

partner := {
	"Effect": "Allow",
	"Action": ["sts:AssumeRole"],
	"Principal": {"AWS": ["arn:aws:iam::444455556666:root"]},
}

with_id := object.union(partner, {"Condition": {"StringEquals": {"sts:ExternalId": ["7f3a"]}}})

service := {
	"Effect": "Allow",
	"Action": ["sts:AssumeRole"],
	"Principal": {"Service": ["ec2.amazonaws.com"]},
}

anyone := {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"AWS": ["*"]}}

test_passes_with_the_own_account if {
	role_trust_external.pass with input as golden with data.params as params
	count(role_trust_external.fail) == 0 with input as golden with data.params as params
}

test_passes_with_a_service if {
	resource := object.union(golden, {"trust_policy": {"Statement": [service]}})
	role_trust_external.pass with input as resource with data.params as params
	count(role_trust_external.fail) == 0 with input as resource with data.params as params
}

test_passes_when_approved_with_an_id if {
	resource := object.union(golden, {"trust_policy": {"Statement": [with_id]}})
	role_trust_external.pass
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
	count(role_trust_external.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
}

test_passes_with_an_account_of_the_organisation if {
	resource := object.union(golden, {"trust_policy": {"Statement": [partner]}})
	role_trust_external.pass
		with input as resource
		with data.params as object.union(params, {"own_accounts": ["444455556666"]})
	count(role_trust_external.fail) == 0
		with input as resource
		with data.params as object.union(params, {"own_accounts": ["444455556666"]})
}

test_fails_when_not_approved if {
	resource := object.union(golden, {"trust_policy": {"Statement": [with_id]}})
	role_trust_external.fail == {"account 444455556666 is trusted and not approved"}
		with input as resource
		with data.params as params
	not role_trust_external.pass with input as resource with data.params as params
}

test_fails_without_an_id if {
	resource := object.union(golden, {"trust_policy": {"Statement": [partner]}})
	role_trust_external.fail == {"account 444455556666 is trusted without an external id"}
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
	not role_trust_external.pass
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
}

test_fails_with_one_statement_of_two if {
	resource := object.union(golden, {"trust_policy": {"Statement": [with_id, partner]}})
	role_trust_external.fail == {"account 444455556666 is trusted without an external id"}
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
	not role_trust_external.pass
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
}

test_fails_with_anyone if {
	resource := object.union(golden, {"trust_policy": {"Statement": [anyone]}})
	role_trust_external.fail == {"account * is trusted and not approved", "account * is trusted without an external id"}
		with input as resource
		with data.params as params
	not role_trust_external.pass with input as resource with data.params as params
}

test_fails_with_an_account_that_a_condition_names if {
	named := object.union(anyone, {"Condition": {"StringEquals": {"aws:PrincipalAccount": ["444455556666"], "sts:ExternalId": ["7f3a"]}}})
	resource := object.union(golden, {"trust_policy": {"Statement": [named]}})
	role_trust_external.fail == {"account 444455556666 is trusted and not approved"}
		with input as resource
		with data.params as params
}

test_passes_when_a_denial_shuts_the_account_out if {
	denial := {"Effect": "Deny", "Action": ["sts:*"], "Principal": {"AWS": ["*"]}, "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["111122223333"]}}}
	resource := object.union(golden, {"trust_policy": {"Statement": [partner, denial]}})
	role_trust_external.pass with input as resource with data.params as params
}
