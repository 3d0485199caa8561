# METADATA
# title: Development endpoints of Glue encrypt job bookmarks with a KMS key
# description: >-
#   Job bookmarks remember how far the data was read, with keys and values of the last rows. A
#   security configuration has them encrypted before they are stored. The one that the
#   development endpoint names is looked up in its region.
# custom:
#   kind: aws.glue.dev_endpoint
#   needs:
#     - region
#     - security_configuration
#     - aws.glue.security_configuration/region
#     - aws.glue.security_configuration/name
#     - aws.glue.security_configuration/bookmarks_mode
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [glue_development_endpoints_job_bookmark_encryption_enabled]
#   remediation: >-
#     Make a security configuration with JobBookmarksEncryptionMode=CSE-KMS (aws glue
#     create-security-configuration) and make the endpoint anew with it.
package aws.glue.dev_endpoint_bookmarks_encrypted

import rego.v1

modes := {concat("/", [found.region, found.name]): found.bookmarks_mode |
	some found in data.resources["aws.glue.security_configuration"]
}

place := concat("/", [input.region, input.security_configuration]) if is_string(input.security_configuration)

mode := modes[place]

pass if {
	is_string(mode)
	mode != "DISABLED"
}

fail contains sprintf("its security configuration %s leaves them in the clear", [input.security_configuration]) if {
	mode == "DISABLED"
}

fail contains "it has no security configuration" if input.security_configuration == null

fail contains sprintf("there is no security configuration %s", [input.security_configuration]) if {
	is_string(input.security_configuration)
	is_array(data.resources["aws.glue.security_configuration"])
	not place in object.keys(modes)
}
