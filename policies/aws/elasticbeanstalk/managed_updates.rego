# METADATA
# title: Environments update their platform by themselves
# description: >-
#   The platform brings the operating system and the runtime. Managed updates put its patches in
#   during a weekly window, without anybody remembering.
# custom:
#   kind: aws.elasticbeanstalk.environment
#   needs: [configuration]
#   severity: high
#   requirements:
#     soc2: [CC7.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.6.1.a]
#     iso27001: [A.8.8, A.8.19]
#   equivalent:
#     prowler: [elasticbeanstalk_environment_managed_updates_enabled]
#   remediation: >-
#     Set ManagedActionsEnabled to true in the namespace aws:elasticbeanstalk:managedactions, with a
#     window and a level.
package aws.elasticbeanstalk.managed_updates

import rego.v1

value := option.value if {
	some settings in input.configuration
	some option in settings.option_settings
	option.namespace == "aws:elasticbeanstalk:managedactions"
	option.option_name == "ManagedActionsEnabled"
}

pass if value == "true"

fail contains "managed updates are off" if {
	count(input.configuration) > 0
	not value == "true"
}
