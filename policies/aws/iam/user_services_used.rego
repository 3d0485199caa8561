# METADATA
# title: Rights of users to costly services are used
# description: >-
#   A right to models and training that nobody uses is worth most to a thief, who runs up a bill or
#   takes data out with it. What is not used for long should be taken away. Counted are services that
#   a policy of the user allows by name; rights to everything are another question.
# custom:
#   kind: aws.iam.user
#   needs: [services_last_used]
#   severity: low
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.3, ir.11.2.2.a]
#     iso27001: [A.5.18]
#   params: {max_unused_days: {bedrock: 60, sagemaker: 90}}
#   equivalent:
#     prowler: [iam_user_access_not_stale_to_bedrock, iam_user_access_not_stale_to_sagemaker]
#   remediation: >-
#     See under Access Advisor of the user what is used, and take the service out of the policies
#     that name it.
package aws.iam.user_services_used

import rego.v1

import data.lib.days

watched := {service: used |
	some service, used in input.services_last_used
	data.params.max_unused_days[service]
}

not_applicable contains "no policy names these services" if {
	is_object(input.services_last_used)
	count(watched) == 0
}

wrong contains sprintf("%s is allowed and was never used", [service]) if {
	some service, used in watched
	used == null
}

wrong contains sprintf("%s was last used on %s", [service, used]) if {
	some service, used in watched
	days.beyond(used, data.run.as_of, data.params.max_unused_days[service])
}

pass if {
	count(watched) > 0
	count(wrong) == 0
}

fail contains reason if some reason in wrong
