package aws.iam.security_audit_role_test

import rego.v1

import data.aws.iam.security_audit_role

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"aws_policy_holders": {"SecurityAudit": {"users": [], "groups": [], "roles": ["auditor"]}},
}

test_passes_with_a_role if {
	security_audit_role.pass with input as golden
	count(security_audit_role.fail) == 0 with input as golden
}

test_fails_with_a_user_only if {
	resource := object.union(golden, {"aws_policy_holders": {"SecurityAudit": {"users": ["alice"], "roles": []}}})
	security_audit_role.fail == {"SecurityAudit is attached to no role"} with input as resource
	not security_audit_role.pass with input as resource
}
