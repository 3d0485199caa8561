package aws.iam.admin_mfa_test

import rego.v1

import data.aws.iam.admin_mfa

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"rights": {"admin": "yes", "via": ["group ops: arn:aws:iam::aws:policy/AdministratorAccess"]},
	"credentials": {"mfa_active": true},
}

test_passes_with_mfa if {
	admin_mfa.pass with input as golden
	count(admin_mfa.fail) == 0 with input as golden
	count(admin_mfa.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"credentials": {"mfa_active": false}})
	admin_mfa.fail == {"the user is an administrator by group ops: arn:aws:iam::aws:policy/AdministratorAccess and has no MFA"}
		with input as resource
	not admin_mfa.pass with input as resource
}

test_fails_without_where_rights_hang_on_conditions if {
	resource := object.union(golden, {"credentials": {"mfa_active": false}, "rights": {"admin": "conditional", "via": ["inline all"]}})
	admin_mfa.fail == {"the user is an administrator by inline all and has no MFA"} with input as resource
}

test_not_applicable_to_others if {
	resource := object.union(golden, {"rights": {"admin": "no", "via": []}, "credentials": {"mfa_active": false}})
	admin_mfa.not_applicable == {"the user is not an administrator"} with input as resource
	not admin_mfa.pass with input as resource
	count(admin_mfa.fail) == 0 with input as resource
}
