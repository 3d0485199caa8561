package aws.iam.role_confused_deputy_test

import rego.v1

import data.aws.iam.role_confused_deputy

trust := {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": ["glue.amazonaws.com"]}}

tied := object.union(trust, {"Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333"]}}})

golden := {
	"id": "arn:aws:iam::111122223333:role/etl",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"service_linked": false,
	"trust_policy": {"Statement": [tied]},
}

params := {"exempt_services": ["eks.amazonaws.com"]}

given(statement) := object.union(golden, {"trust_policy": {"Statement": [statement]}})

test_passes_with_the_account if {
	role_confused_deputy.pass with input as golden with data.params as params
	count(role_confused_deputy.fail) == 0 with input as golden with data.params as params
	count(role_confused_deputy.not_applicable) == 0 with input as golden with data.params as params
}

test_passes_with_an_exempt_service if {
	resource := given(object.union(trust, {"Principal": {"Service": ["eks.amazonaws.com"]}}))
	role_confused_deputy.pass with input as resource with data.params as params
}

test_fails_with_the_service_alone if {
	role_confused_deputy.fail == {"glue.amazonaws.com may take the role for anybody"}
		with input as given(trust)
		with data.params as params
	not role_confused_deputy.pass with input as given(trust) with data.params as params
}

test_not_applicable_to_service_linked_roles if {
	resource := object.union(given(trust), {"service_linked": true})
	role_confused_deputy.not_applicable == {"the role belongs to an AWS service"}
		with input as resource
		with data.params as params
	not role_confused_deputy.pass with input as resource with data.params as params
	count(role_confused_deputy.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_without_a_service if {
	resource := given({"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"AWS": ["111122223333"]}})
	role_confused_deputy.not_applicable == {"no service is trusted"} with input as resource with data.params as params
	not role_confused_deputy.pass with input as resource with data.params as params
}
