# METADATA
# title: Customer keys are rotated by KMS
# description: >-
#   Rotation bounds how much data one version of a key protects, and KMS does it without any
#   change to those who use it. Keys that KMS cannot rotate, because they are asymmetric, imported
#   or kept in another store, are not judged.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, spec, rotation_enabled]
#   severity: high
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.h, ir.9.2.c.v]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [kms_cmk_rotation_enabled]
#     cis: ["aws-3.0:3.6", "aws-5.0:3.6", "aws-7.0:4.6"]
#   remediation: >-
#     Run aws kms enable-key-rotation for the key.
package aws.kms.rotated

import rego.v1

not_applicable contains "a service of AWS keeps the key" if input.manager == "AWS"

not_applicable contains sprintf("the key is %s", [input.state]) if {
	input.manager == "CUSTOMER"
	input.state != "Enabled"
}

judged if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	input.spec == "SYMMETRIC_DEFAULT"
	is_boolean(input.rotation_enabled)
}

not_applicable contains sprintf("KMS does not rotate keys of this kind: %s", [input.spec]) if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	input.spec != "SYMMETRIC_DEFAULT"
}

not_applicable contains "KMS does not rotate keys that are imported or in another store" if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	input.spec == "SYMMETRIC_DEFAULT"
	input.rotation_enabled == null
}

pass if {
	judged
	input.rotation_enabled == true
}

fail contains "the key is not rotated" if {
	judged
	input.rotation_enabled == false
}
