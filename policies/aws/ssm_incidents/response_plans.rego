# METADATA
# title: Incident Manager is ready, with a plan to respond
# description: >-
#   A response plan calls the people, opens the channel and starts the runbook while everybody
#   still asks what happened. It needs a replication set that keeps incidents in more than one
#   region. AWS takes no new customers for Incident Manager since November 2025: who responds by
#   other means may waive this policy and show the plan in the registers.
# custom:
#   kind: aws.ssm_incidents.account
#   needs: [aws.ssm_incidents.replication_set/status, aws.ssm_incidents.response_plan]
#   severity: low
#   requirements:
#     soc2: [CC7.4, CC7.5]
#     nis2: [art.21.2.b, ir.3.5.1, ir.3.1.2.d]
#     iso27001: [A.5.24, A.5.26]
#   equivalent:
#     prowler: [ssmincidents_enabled_with_plans]
#   remediation: >-
#     In Incident Manager choose Get prepared, and create a response plan with contacts and a
#     runbook.
package aws.ssm_incidents.response_plans

import rego.v1

statuses := {store.status | some store in data.resources["aws.ssm_incidents.replication_set"]}

plans := count(data.resources["aws.ssm_incidents.response_plan"])

pass if {
	"ACTIVE" in statuses
	plans > 0
}

fail contains "there is no replication set" if {
	is_array(data.resources["aws.ssm_incidents.replication_set"])
	count(statuses) == 0
}

fail contains "the replication set is not active" if {
	count(statuses) > 0
	not "ACTIVE" in statuses
}

fail contains "there is no response plan" if {
	"ACTIVE" in statuses
	plans == 0
}
