package aws.iam.role_inline_escalation_test

import rego.v1

import data.aws.iam.role_inline_escalation

params := {"more_paths": [], "accepted_paths": []}

reading := {"name": "read", "document": {"Statement": [{"Effect": "Allow", "Action": ["iam:Get*"], "Resource": ["*"]}]}}

keys := {"name": "keys", "document": {"Statement": [{"Effect": "Allow", "Action": ["iam:CreateAccessKey"], "Resource": ["*"]}]}}

golden := {
	"id": "arn:aws:iam::111122223333:role/app",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"inline_policies": [reading],
}

test_passes_with_reading if {
	role_inline_escalation.pass with input as golden with data.params as params
	count(role_inline_escalation.fail) == 0 with input as golden with data.params as params
}

test_fails_with_keys_for_others if {
	resource := object.union(golden, {"inline_policies": [reading, keys]})
	role_inline_escalation.fail == {"through the inline policy keys rights can be gained by iam:createaccesskey"}
		with input as resource
		with data.params as params
	not role_inline_escalation.pass with input as resource with data.params as params
}

test_passes_when_accepted if {
	resource := object.union(golden, {"inline_policies": [keys]})
	role_inline_escalation.pass
		with input as resource
		with data.params as object.union(params, {"accepted_paths": ["iam:createaccesskey"]})
}
