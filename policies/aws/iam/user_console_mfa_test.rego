package aws.iam.user_console_mfa_test

import rego.v1

import data.aws.iam.user_console_mfa

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"credentials": {
		"password_enabled": true,
		"password_last_used": "2026-06-01T08:00:00Z",
		"password_last_changed": "2026-01-01T08:00:00Z",
		"mfa_active": true,
		"created_at": "2025-01-01T08:00:00Z",
	},
}

test_passes_with_mfa if {
	user_console_mfa.pass with input as golden
	count(user_console_mfa.fail) == 0 with input as golden
	count(user_console_mfa.not_applicable) == 0 with input as golden
}

test_fails_without_mfa if {
	resource := object.union(golden, {"credentials": {"mfa_active": false}})
	user_console_mfa.fail == {"the user signs in with a password and no MFA"} with input as resource
	not user_console_mfa.pass with input as resource
	count(user_console_mfa.not_applicable) == 0 with input as resource
}

test_not_applicable_without_password if {
	resource := object.union(golden, {"credentials": {"password_enabled": false, "mfa_active": false}})
	user_console_mfa.not_applicable == {"the user has no console password"} with input as resource
	not user_console_mfa.pass with input as resource
	count(user_console_mfa.fail) == 0 with input as resource
}
