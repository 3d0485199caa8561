# METADATA
# title: Security Hub gathers findings in every region
# description: >-
#   Findings of many services are seen only if they come together in one place. Security Hub must
#   be on and fed: by a standard that it checks, or by products whose findings it takes.
# custom:
#   kind: aws.securityhub.region
#   needs: [hub_arn, standards, products]
#   severity: high
#   requirements:
#     soc2: [CC7.1, CC4.1]
#     nis2: [art.21.2.f, art.21.2.b, ir.2.2.1, ir.3.2.1]
#     iso27001: [A.5.36, A.8.8]
#   equivalent:
#     prowler: [securityhub_enabled]
#     cis: ["aws-3.0:4.16", "aws-5.0:4.16", "aws-7.0:5.16"]
#   remediation: >-
#     Run aws securityhub enable-security-hub --enable-default-standards in the region, or let the
#     organisation's administrator account enable it for all members.
package aws.securityhub.enabled

import rego.v1

works contains standard.standards_arn if {
	some standard in input.standards
	not standard.standards_status in {"FAILED", "DELETING"}
}

works contains product if some product in input.products

observed := [input.hub_arn, input.standards, input.products]

pass if {
	count(observed) == 3
	is_string(input.hub_arn)
	count(works) > 0
}

fail contains "Security Hub is off" if {
	count(observed) == 3
	input.hub_arn == null
}

fail contains "Security Hub is on, with no standard that works and no product" if {
	count(observed) == 3
	is_string(input.hub_arn)
	count(works) == 0
}
