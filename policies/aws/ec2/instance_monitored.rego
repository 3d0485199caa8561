# METADATA
# title: Instances are measured every minute
# description: >-
#   Basic metrics come every five minutes, which is too late to see a machine fail or be abused
#   while it happens. Detailed monitoring gives alarms and scaling a value each minute.
# custom:
#   kind: aws.ec2.instance
#   needs: [state, monitoring]
#   severity: low
#   requirements:
#     soc2: [CC7.2, A1.1]
#     nis2: [art.21.2.b, ir.3.2.3.h, ir.3.2.2]
#     iso27001: [A.8.16, A.8.6]
#   equivalent:
#     prowler: [ec2_instance_detailed_monitoring_enabled]
#   remediation: >-
#     Run aws ec2 monitor-instances for the instance, and set monitoring in its launch template.
package aws.ec2.instance_monitored

import rego.v1

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	input.monitoring == "enabled"
}

fail contains "detailed monitoring is off" if {
	input.state != "terminated"
	input.monitoring != "enabled"
}
