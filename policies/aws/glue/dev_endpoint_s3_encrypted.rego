# METADATA
# title: Development endpoints of Glue encrypt the data they write to S3
# description: >-
#   A development endpoint writes results, temporary files and shuffles to S3 as its own
#   configuration says. A security configuration has them encrypted with a key of the account or
#   of S3. The one that the development endpoint names is looked up in its region.
# custom:
#   kind: aws.glue.dev_endpoint
#   needs:
#     - region
#     - security_configuration
#     - aws.glue.security_configuration/region
#     - aws.glue.security_configuration/name
#     - aws.glue.security_configuration/s3_modes
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [glue_development_endpoints_s3_encryption_enabled]
#   remediation: >-
#     Make a security configuration with S3EncryptionMode=SSE-KMS (aws glue
#     create-security-configuration) and make the endpoint anew with it.
package aws.glue.dev_endpoint_s3_encrypted

import rego.v1

# Whether a security configuration encrypts wherever it speaks of S3.
encrypting := {concat("/", [found.region, found.name]): sound(found.s3_modes) |
	some found in data.resources["aws.glue.security_configuration"]
}

sound(modes) := count(modes) > 0 if not "DISABLED" in modes

sound(modes) := false if "DISABLED" in modes

place := concat("/", [input.region, input.security_configuration]) if is_string(input.security_configuration)

pass if encrypting[place] == true

fail contains sprintf("its security configuration %s leaves it in the clear", [input.security_configuration]) if {
	encrypting[place] == false
}

fail contains "it has no security configuration" if input.security_configuration == null

fail contains sprintf("there is no security configuration %s", [input.security_configuration]) if {
	is_string(input.security_configuration)
	is_array(data.resources["aws.glue.security_configuration"])
	not place in object.keys(encrypting)
}
