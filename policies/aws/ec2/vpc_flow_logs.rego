# METADATA
# title: Traffic of VPCs is logged
# description: >-
#   Flow logs say who spoke with whom, for how long and how much, also where no application writes a
#   log. After an incident they show where it went. VPCs to which nothing is connected are left out.
# custom:
#   kind: aws.ec2.vpc
#   needs:
#     - vpc_id
#     - aws.ec2.flow_log/resource_id
#     - aws.ec2.flow_log/status
#     - aws.ec2.network_interface/vpc_id
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC6.1]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.3.2.3.c]
#     iso27001: [A.8.15, A.8.20]
#   equivalent:
#     prowler: [vpc_flow_logs_enabled]
#     cis: ["aws-3.0:3.7", "aws-5.0:3.7", "aws-7.0:4.7"]
#   remediation: >-
#     Run aws ec2 create-flow-logs --resource-type VPC --traffic-type ALL for the VPC, to a bucket
#     or a log group.
package aws.ec2.vpc_flow_logs

import rego.v1

logged := {log.resource_id | some log in data.resources["aws.ec2.flow_log"]; log.status == "ACTIVE"}

broken := {log.resource_id | some log in data.resources["aws.ec2.flow_log"]; log.status != "ACTIVE"}

used := {interface.vpc_id | some interface in data.resources["aws.ec2.network_interface"]}

not_applicable contains "nothing is connected to it" if not input.vpc_id in used

pass if {
	input.vpc_id in used
	input.vpc_id in logged
}

fail contains "it has no flow log" if {
	input.vpc_id in used
	not input.vpc_id in logged
	not input.vpc_id in broken
}

fail contains "its flow log is not active" if {
	input.vpc_id in used
	not input.vpc_id in logged
	input.vpc_id in broken
}
