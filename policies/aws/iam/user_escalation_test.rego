package aws.iam.user_escalation_test

import rego.v1

import data.aws.iam.user_escalation

params := {"accepted_paths": [], "loose_conditions": ["aws:multifactorauthpresent"]}

rights := {"admin": "no", "conditions": [], "via": [], "actions": ["lambda:createfunction"], "conditional_actions": {}, "passes_to": []}

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"rights": rights,
}

given(some_rights) := object.union(golden, {"rights": some_rights})

test_passes_with_half_a_way if {
	user_escalation.pass with input as golden with data.params as params
	count(user_escalation.fail) == 0 with input as golden with data.params as params
	count(user_escalation.not_applicable) == 0 with input as golden with data.params as params
}

test_fails_with_a_way if {
	resource := given({"actions": ["iam:passrole", "ec2:runinstances"]})
	user_escalation.fail == {"the user can gain rights by ec2:runinstances and iam:passrole"}
		with input as resource
		with data.params as params
	not user_escalation.pass with input as resource with data.params as params
}

test_fails_with_a_service_that_may_be_passed_to if {
	resource := given({"actions": ["lambda:createfunction", "lambda:invokefunction"], "passes_to": ["lambda.amazonaws.com"]})
	user_escalation.fail == {"the user can gain rights by lambda:createfunction and lambda:invokefunction and iam:passrole"}
		with input as resource
		with data.params as params
}

test_fails_under_loose_conditions if {
	resource := given({"conditional_actions": {"iam:createaccesskey": ["aws:multifactorauthpresent"]}})
	user_escalation.fail == {"the user can gain rights, under conditions that anybody may meet, by iam:createaccesskey"}
		with input as resource
		with data.params as params
}

test_passes_under_a_condition_that_limits if {
	resource := given({"conditional_actions": {"iam:putuserpolicy": ["aws:multifactorauthpresent", "iam:permissionsboundary"]}})
	user_escalation.pass with input as resource with data.params as params
}

test_passes_when_accepted if {
	loosely := {"conditional_actions": {"iam:createloginprofile": ["aws:multifactorauthpresent"]}}
	resource := given(object.union(loosely, {"actions": ["iam:createaccesskey"]}))
	user_escalation.pass
		with input as resource
		with data.params as object.union(params, {"accepted_paths": ["iam:createaccesskey", "iam:createloginprofile"]})
}

test_not_applicable_to_an_administrator if {
	resource := given({"admin": "yes", "actions": null, "conditional_actions": null, "passes_to": null})
	user_escalation.not_applicable == {"the user is an administrator"} with input as resource with data.params as params
	not user_escalation.pass with input as resource with data.params as params
	count(user_escalation.fail) == 0 with input as resource with data.params as params
}
