# METADATA
# title: Distributions encrypt sensitive fields at the edge
# description: >-
#   With field-level encryption a card number is closed at the edge with a key that only one service
#   behind has, and no server in between can read or log it. It counts on the default behaviour or
#   on that of a path.
# custom:
#   kind: aws.cloudfront.distribution
#   needs: [default_behavior, behaviors]
#   severity: low
#   requirements:
#     soc2: [CC6.7, C1.1]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.c]
#     iso27001: [A.8.24, A.8.11]
#   equivalent:
#     prowler: [cloudfront_distributions_field_level_encryption_enabled]
#   remediation: >-
#     Make a field-level encryption profile and configuration, and set it on the behaviours that
#     take such fields.
package aws.cloudfront.field_encryption

import rego.v1

encrypting(behavior) if {
	is_string(behavior.field_level_encryption_id)
	behavior.field_level_encryption_id != ""
}

encrypted if encrypting(input.default_behavior)

encrypted if {
	some behavior in input.behaviors
	encrypting(behavior)
}

pass if {
	is_object(input.default_behavior)
	is_array(input.behaviors)
	encrypted
}

fail contains "no behaviour encrypts fields" if {
	is_object(input.default_behavior)
	is_array(input.behaviors)
	not encrypted
}
