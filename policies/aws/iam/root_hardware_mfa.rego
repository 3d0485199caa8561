# METADATA
# title: The root user's MFA is a hardware or passkey device
# description: >-
#   A virtual MFA device is a secret on a phone that can be copied or moved. The root user
#   deserves a factor that cannot leave its hardware. A virtual device that is still listed for
#   the root user counts as one in use.
# custom:
#   kind: aws.iam.account
#   needs: [summary, virtual_mfa_devices]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.2, ir.11.6.3]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [iam_root_hardware_mfa_enabled]
#     cis: ["aws-3.0:1.6", "aws-5.0:1.5", "aws-7.0:2.6"]
#   remediation: >-
#     As the root user register a FIDO2 security key or passkey under Security credentials, then
#     delete the virtual device (aws iam delete-virtual-mfa-device).
package aws.iam.root_hardware_mfa

import rego.v1

not_applicable contains "the root user has no password" if input.summary.account_password_present == false

signs_in if input.summary.account_password_present == true

virtual contains device.serial_number if {
	some device in input.virtual_mfa_devices
	endswith(device.serial_number, ":mfa/root-account-mfa-device")
}

virtual contains device.serial_number if {
	some device in input.virtual_mfa_devices
	device.user_arn != null
	endswith(device.user_arn, ":root")
}

pass if {
	signs_in
	input.summary.account_mfa_enabled == true
	is_array(input.virtual_mfa_devices)
	count(virtual) == 0
}

fail contains "the root user has no MFA device" if {
	signs_in
	input.summary.account_mfa_enabled == false
}

fail contains sprintf("the root user has the virtual device %s", [serial]) if {
	signs_in
	some serial in virtual
}
