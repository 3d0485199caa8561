# METADATA
# title: Transit gateways do not accept attachments by themselves
# description: >-
#   A gateway that is shared with other accounts and accepts everything lets each of them join its
#   network to ours without anybody here looking at it.
# custom:
#   kind: aws.ec2.transit_gateway
#   needs: [auto_accept]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.7]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.g, ir.6.8.1]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_transitgateway_auto_accept_vpc_attachments]
#   remediation: >-
#     Run aws ec2 modify-transit-gateway --options AutoAcceptSharedAttachments=disable, and accept
#     attachments one by one.
package aws.ec2.transit_gateway_manual

import rego.v1

pass if input.auto_accept == "disable"

fail contains "attachments of other accounts are accepted without a look" if input.auto_accept == "enable"
