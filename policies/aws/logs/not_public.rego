# METADATA
# title: Log groups are not open to everybody
# description: >-
#   A resource policy of CloudWatch Logs holds for all log groups of its region that its
#   statements name, by wildcard too. One that allows "*" without a condition lets strangers write
#   events, or read them.
# custom:
#   kind: aws.logs.log_group
#   needs: [region, aws.logs.resource_policy/region, aws.logs.resource_policy/policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.1.2.c, ir.3.2.5]
#     iso27001: [A.8.3, A.8.15]
#   equivalent:
#     prowler: [cloudwatch_log_group_not_publicly_accessible]
#   remediation: >-
#     Replace the principal "*" in the resource policy by the services or accounts meant (aws logs
#     put-resource-policy), or add a condition on aws:SourceAccount.
package aws.logs.not_public

import rego.v1

import data.lib.access
import data.lib.arns

# Statements that let anyone in: [region, policy, place, resource, certain].
open := {[policy.region, policy.id, opening.place, resource, opening.certain] |
	some policy in data.resources["aws.logs.resource_policy"]
	some opening in access.openings(policy.policy)
	some resource in policy.policy.Statement[opening.place - 1].Resource
}

# The log group itself, and the events in it.
names := {input.id, trim_suffix(input.id, ":*")}

opened contains [policy, place, certain] if {
	some [region, policy, place, resource, certain] in open
	region == input.region
	some name in names
	arns.covers(resource, name)
}

pass if {
	is_string(input.region)
	is_array(data.resources["aws.logs.resource_policy"])
	count(opened) == 0
}

fail contains sprintf("anyone may use the log group, says statement %d of %s", [place, policy]) if {
	some [policy, place, certain] in opened
	certain
}
