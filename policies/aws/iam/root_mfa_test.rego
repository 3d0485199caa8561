package aws.iam.root_mfa_test

import rego.v1

import data.aws.iam.root_mfa

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"summary": {
		"account_mfa_enabled": true,
		"account_password_present": true,
		"account_access_keys_present": false,
		"users": 4,
	},
}

test_passes_with_mfa if {
	root_mfa.pass with input as golden
	count(root_mfa.fail) == 0 with input as golden
}

test_passes_without_password if {
	resource := object.union(golden, {"summary": {"account_mfa_enabled": false, "account_password_present": false}})
	root_mfa.pass with input as resource
	count(root_mfa.fail) == 0 with input as resource
}

test_fails_without_mfa if {
	resource := object.union(golden, {"summary": {"account_mfa_enabled": false}})
	root_mfa.fail == {"the root user has a password and no MFA device"} with input as resource
	not root_mfa.pass with input as resource
}
