package aws.iam.root_hardware_mfa_test

import rego.v1

import data.aws.iam.root_hardware_mfa

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"summary": {"account_mfa_enabled": true, "account_password_present": true},
	"virtual_mfa_devices": [
		{
			"serial_number": "arn:aws:iam::111122223333:mfa/alice",
			"user_arn": "arn:aws:iam::111122223333:user/alice",
			"enabled_at": "2026-01-01T00:00:00Z",
		},
		{
			"serial_number": "arn:aws:iam::111122223333:mfa/spare",
			"user_arn": null,
			"enabled_at": null,
		},
	],
}

test_passes_with_hardware_device if {
	root_hardware_mfa.pass with input as golden
	count(root_hardware_mfa.fail) == 0 with input as golden
	count(root_hardware_mfa.not_applicable) == 0 with input as golden
}

test_not_applicable_without_root_password if {
	resource := object.union(golden, {"summary": {"account_password_present": false, "account_mfa_enabled": false}})
	root_hardware_mfa.not_applicable == {"the root user has no password"} with input as resource
	not root_hardware_mfa.pass with input as resource
	count(root_hardware_mfa.fail) == 0 with input as resource
}

test_fails_without_mfa if {
	resource := object.union(golden, {"summary": {"account_mfa_enabled": false}})
	root_hardware_mfa.fail == {"the root user has no MFA device"} with input as resource
	not root_hardware_mfa.pass with input as resource
	count(root_hardware_mfa.not_applicable) == 0 with input as resource
}

test_fails_with_the_default_virtual_device if {
	resource := object.union(golden, {"virtual_mfa_devices": [{"serial_number": "arn:aws:iam::111122223333:mfa/root-account-mfa-device", "user_arn": null, "enabled_at": null}]})
	root_hardware_mfa.fail == {"the root user has the virtual device arn:aws:iam::111122223333:mfa/root-account-mfa-device"}
		with input as resource
	not root_hardware_mfa.pass with input as resource
	count(root_hardware_mfa.not_applicable) == 0 with input as resource
}

test_fails_with_a_named_virtual_device if {
	resource := object.union(golden, {"virtual_mfa_devices": [{"serial_number": "arn:aws:iam::111122223333:mfa/phone", "user_arn": "arn:aws:iam::111122223333:root", "enabled_at": "2026-01-01T00:00:00Z"}]})
	root_hardware_mfa.fail == {"the root user has the virtual device arn:aws:iam::111122223333:mfa/phone"}
		with input as resource
	not root_hardware_mfa.pass with input as resource
	count(root_hardware_mfa.not_applicable) == 0 with input as resource
}
