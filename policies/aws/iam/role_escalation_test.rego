package aws.iam.role_escalation_test

import rego.v1

import data.aws.iam.role_escalation

params := {"accepted_paths": [], "loose_conditions": ["aws:multifactorauthpresent"]}

rights := {"admin": "no", "conditions": [], "via": [], "actions": ["lambda:createfunction"], "conditional_actions": {}, "passes_to": []}

golden := {
	"id": "arn:aws:iam::111122223333:role/app",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"rights": rights,
	"service_linked": false,
}

given(some_rights) := object.union(golden, {"rights": some_rights})

test_passes_with_half_a_way if {
	role_escalation.pass with input as golden with data.params as params
	count(role_escalation.fail) == 0 with input as golden with data.params as params
	count(role_escalation.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_a_way if {
	resource := given({"actions": ["iam:passrole", "ec2:runinstances"]})
	role_escalation.fail == {"the role can gain rights by ec2:runinstances and iam:passrole"}
		with input as resource
		with data.params as params
	not role_escalation.pass with input as resource with data.params as params
}

test_fails_with_a_service_that_may_be_passed_to if {
	resource := given({"actions": ["lambda:createfunction", "lambda:invokefunction"], "passes_to": ["lambda.amazonaws.com"]})
	role_escalation.fail == {"the role can gain rights by lambda:createfunction and lambda:invokefunction and iam:passrole"}
		with input as resource
		with data.params as params
}

test_fails_under_loose_conditions if {
	resource := given({"conditional_actions": {"iam:createaccesskey": ["aws:multifactorauthpresent"]}})
	role_escalation.fail == {"the role can gain rights, under conditions that anybody may meet, by iam:createaccesskey"}
		with input as resource
		with data.params as params
}

test_passes_under_a_condition_that_limits if {
	resource := given({"conditional_actions": {"iam:putuserpolicy": ["aws:multifactorauthpresent", "iam:permissionsboundary"]}})
	role_escalation.pass with input as resource with data.params as params
}

test_passes_when_accepted if {
	loosely := {"conditional_actions": {"iam:createloginprofile": ["aws:multifactorauthpresent"]}}
	resource := given(object.union(loosely, {"actions": ["iam:createaccesskey"]}))
	role_escalation.pass
		with input as resource
		with data.params as object.union(params, {"accepted_paths": ["iam:createaccesskey", "iam:createloginprofile"]})
}

test_not_applicable_to_an_administrator if {
	resource := given({"admin": "yes", "actions": null, "conditional_actions": null, "passes_to": null})
	role_escalation.not_applicable == {"the role is an administrator"} with input as resource with data.params as params
	not role_escalation.pass with input as resource with data.params as params
	count(role_escalation.fail) == 0 with input as resource with data.params as params
}

test_not_applicable_to_the_roles_of_aws if {
	resource := object.union(given({"actions": ["iam:createaccesskey"]}), {"service_linked": true})
	role_escalation.not_applicable == {"the role belongs to an AWS service"} with input as resource with data.params as params
	count(role_escalation.fail) == 0 with input as resource with data.params as params
}
