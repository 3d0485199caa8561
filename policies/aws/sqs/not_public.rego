# METADATA
# title: Queues are not open to everybody
# description: >-
#   Whoever may send to a queue gives work to the systems behind it, and whoever may receive takes
#   their work away. A policy that allows "*" needs a condition that holds the caller to an
#   account, an organisation or a resource.
# custom:
#   kind: aws.sqs.queue
#   needs: [policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.1.2.c]
#     iso27001: [A.8.3, A.5.15]
#   equivalent:
#     prowler: [sqs_queues_not_publicly_accessible]
#   remediation: >-
#     Replace the principal "*" in the queue's policy by the accounts or services meant, or add a
#     condition on aws:SourceArn or aws:PrincipalOrgID.
package aws.sqs.not_public

import rego.v1

import data.lib.access

pass if access.private(input.policy)

fail contains sprintf("statement %d of its policy allows anyone", [opening.place]) if {
	some opening in access.openings(input.policy)
	opening.certain
}
