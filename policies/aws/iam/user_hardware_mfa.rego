# METADATA
# title: Users sign in with a hardware key or passkey, not with a virtual device
# description: >-
#   A virtual device is a secret on a phone, and its codes can be phished. A hardware key or passkey
#   answers only the real site. A virtual device that is still registered for a user counts, even
#   beside a hardware key; users without a console password are not judged.
# custom:
#   kind: aws.iam.user
#   needs: [credentials, aws.iam.account/virtual_mfa_devices]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.2, ir.11.6.3]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [iam_user_hardware_mfa_enabled]
#   remediation: >-
#     Have the user register a FIDO2 key or passkey under Security credentials, then deactivate the
#     virtual device (aws iam deactivate-mfa-device, aws iam delete-virtual-mfa-device).
package aws.iam.user_hardware_mfa

import rego.v1

not_applicable contains "the user has no console password" if input.credentials.password_enabled == false

devices := {device.serial_number: device.user_arn |
	some account in data.resources["aws.iam.account"]
	some device in account.virtual_mfa_devices
}

# The list of devices was seen.
seen if {
	some account in data.resources["aws.iam.account"]
	is_array(account.virtual_mfa_devices)
}

virtual contains serial if {
	some serial, owner in devices
	owner == input.id
}

signs_in if input.credentials.password_enabled == true

pass if {
	signs_in
	seen
	input.credentials.mfa_active == true
	count(virtual) == 0
}

fail contains "the user has no MFA device" if {
	signs_in
	input.credentials.mfa_active == false
}

fail contains sprintf("the user has the virtual device %s", [serial]) if {
	signs_in
	input.credentials.mfa_active == true
	some serial in virtual
}
