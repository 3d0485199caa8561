# METADATA
# title: Auto Scaling groups start instances with the second version of the metadata service
# description: >-
#   A group starts instances whenever it likes, and each of them has what the launch configuration
#   says. Groups with a launch template are judged by the template.
# custom:
#   kind: aws.autoscaling.group
#   needs:
#     - launch_configuration
#     - aws.autoscaling.launch_configuration/name
#     - aws.autoscaling.launch_configuration/metadata_options
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.3.2.b, ir.6.3.2.a]
#     iso27001: [A.8.9]
#   equivalent:
#     prowler: [autoscaling_group_launch_configuration_requires_imdsv2]
#   remediation: >-
#     Move the group to a launch template with HttpTokens set to required; launch configurations
#     cannot be changed.
package aws.autoscaling.group_imdsv2

import rego.v1

options := {configuration.name: configuration.metadata_options |
	some configuration in data.resources["aws.autoscaling.launch_configuration"]
}

asked := options[input.launch_configuration] if is_string(input.launch_configuration)

closed if asked.http_tokens == "required"

closed if asked.http_endpoint == "disabled"

not_applicable contains "it has no launch configuration" if input.launch_configuration == null

pass if closed

fail contains sprintf("launch configuration %s does not ask for it", [input.launch_configuration]) if {
	is_object(asked)
	not closed
}

fail contains sprintf("launch configuration %s sets nothing", [input.launch_configuration]) if {
	asked == null
}
