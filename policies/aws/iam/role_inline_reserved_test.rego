package aws.iam.role_inline_reserved_test

import rego.v1

import data.aws.iam.role_inline_reserved

params := {"reserved_actions": ["aws-marketplace:Subscribe"]}

looking := {"Effect": "Allow", "Action": ["aws-marketplace:View*"], "Resource": ["*"]}

buying := {"Effect": "Allow", "Action": ["aws-marketplace:*"], "Resource": ["*"]}

golden := {
	"id": "arn:aws:iam::111122223333:role/app",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"inline_policies": [{"name": "p", "document": {"Statement": [looking]}}],
}

with_statements(list) := object.union(golden, {"inline_policies": [{"name": "p", "document": {"Statement": list}}]})

test_passes_with_looking if {
	role_inline_reserved.pass with input as golden with data.params as params
	count(role_inline_reserved.fail) == 0 with input as golden with data.params as params
}

test_fails_with_buying if {
	resource := with_statements([looking, buying])
	role_inline_reserved.fail == {"the inline policy p allows aws-marketplace:subscribe on every resource"}
		with input as resource
		with data.params as params
	not role_inline_reserved.pass with input as resource with data.params as params
}

test_passes_when_denied if {
	denial := {"Effect": "Deny", "Action": ["aws-marketplace:Sub*"], "Resource": ["*"]}
	role_inline_reserved.pass with input as with_statements([buying, denial]) with data.params as params
}
