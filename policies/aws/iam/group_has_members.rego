# METADATA
# title: Every group has members
# description: >-
#   A group without members grants rights to nobody today and to whoever is added tomorrow. Such
#   leftovers make reviews longer and hide what matters.
# custom:
#   kind: aws.iam.group
#   needs: [members]
#   severity: low
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.1, ir.11.5.4]
#     iso27001: [A.5.18]
#   remediation: Detach its policies and run aws iam delete-group, or add the users it was made for.
package aws.iam.group_has_members

import rego.v1

pass if count(input.members) > 0

fail contains "the group has no members" if count(input.members) == 0
