package aws.iam.user_hardware_mfa_test

import rego.v1

import data.aws.iam.user_hardware_mfa

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"credentials": {"password_enabled": true, "mfa_active": true},
}

of_bob := {"serial_number": "arn:aws:iam::111122223333:mfa/bob", "user_arn": "arn:aws:iam::111122223333:user/bob"}

of_alice := {"serial_number": "arn:aws:iam::111122223333:mfa/phone", "user_arn": "arn:aws:iam::111122223333:user/alice"}

resources := {"aws.iam.account": [{"id": "arn:aws:iam::111122223333:root", "virtual_mfa_devices": [of_bob]}]}

test_passes_with_a_device_that_is_not_virtual if {
	user_hardware_mfa.pass with input as golden with data.resources as resources
	count(user_hardware_mfa.fail) == 0 with input as golden with data.resources as resources
	count(user_hardware_mfa.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_with_a_virtual_device if {
	both := {"aws.iam.account": [{"id": "arn:aws:iam::111122223333:root", "virtual_mfa_devices": [of_bob, of_alice]}]}
	user_hardware_mfa.fail == {"the user has the virtual device arn:aws:iam::111122223333:mfa/phone"}
		with input as golden
		with data.resources as both
	not user_hardware_mfa.pass with input as golden with data.resources as both
}

test_fails_without_mfa if {
	resource := object.union(golden, {"credentials": {"mfa_active": false}})
	user_hardware_mfa.fail == {"the user has no MFA device"} with input as resource with data.resources as resources
	not user_hardware_mfa.pass with input as resource with data.resources as resources
}

test_not_applicable_without_a_password if {
	resource := object.union(golden, {"credentials": {"password_enabled": false, "mfa_active": false}})
	user_hardware_mfa.not_applicable == {"the user has no console password"}
		with input as resource
		with data.resources as resources
	not user_hardware_mfa.pass with input as resource with data.resources as resources
	count(user_hardware_mfa.fail) == 0 with input as resource with data.resources as resources
}
