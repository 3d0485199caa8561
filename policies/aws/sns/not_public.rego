# METADATA
# title: Topics are not open to everybody
# description: >-
#   Whoever may publish to a topic speaks to all who listen, and whoever may subscribe hears all
#   that is said. A policy that allows "*" needs a condition that holds the caller to an account,
#   an organisation or a resource.
# custom:
#   kind: aws.sns.topic
#   needs: [policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.1.2.c]
#     iso27001: [A.8.3, A.5.15]
#   equivalent:
#     prowler: [sns_topics_not_publicly_accessible]
#   remediation: >-
#     Replace the principal "*" in the topic's policy by the accounts or services meant, or add a
#     condition on aws:SourceAccount or aws:PrincipalOrgID.
package aws.sns.not_public

import rego.v1

import data.lib.access

pass if access.private(input.policy)

fail contains sprintf("statement %d of its policy allows anyone", [opening.place]) if {
	some opening in access.openings(input.policy)
	opening.certain
}
