# METADATA
# title: Running instances are managed by Systems Manager
# description: >-
#   Systems Manager knows what is installed on an instance, patches it and opens sessions that are
#   logged, without a port. An instance outside of it is patched by hand or not at all. Instances
#   that do not run are left out.
# custom:
#   kind: aws.ec2.instance
#   needs: [instance_id, state, aws.ssm.instance/instance_id]
#   severity: medium
#   requirements:
#     soc2: [CC7.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.6.1.a, ir.6.3.1, ir.12.4.1]
#     iso27001: [A.8.9, A.8.8]
#   equivalent:
#     prowler: [ec2_instance_managed_by_ssm]
#   remediation: >-
#     Install the agent of Systems Manager and give the instance a role with
#     AmazonSSMManagedInstanceCore, or turn on default host management.
package aws.ec2.instance_managed

import rego.v1

managed := {instance.instance_id | some instance in data.resources["aws.ssm.instance"]}

not_applicable contains sprintf("the instance is %s", [input.state]) if input.state != "running"

pass if {
	input.state == "running"
	input.instance_id in managed
}

fail contains "Systems Manager does not know the instance" if {
	input.state == "running"
	is_string(input.instance_id)
	not input.instance_id in managed
}
