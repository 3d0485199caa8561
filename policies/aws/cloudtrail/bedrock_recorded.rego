# METADATA
# title: Calls to Amazon Bedrock are recorded
# description: >-
#   Models can be misused at the cost of the account, and guardrails can be taken off. Management
#   events tell who changed the set-up of Bedrock, its data events who used agents, knowledge
#   bases and guardrails.
# custom:
#   kind: aws.cloudtrail.account
#   needs:
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/event_selectors
#     - aws.cloudtrail.trail/advanced_event_selectors
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.f]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_bedrock_logging_enabled]
#   remediation: >-
#     Record management events (aws cloudtrail put-event-selectors with
#     IncludeManagementEvents=true), or add an advanced selector for eventCategory Data with the
#     resource types of Bedrock.
package aws.cloudtrail.bedrock_recorded

import rego.v1

import data.lib.trails

recording := [trail.id |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_logging == true
	records_bedrock(trail)
]

records_bedrock(trail) if trails.records_management(trail, "write")

records_bedrock(trail) if {
	some selector in trail.advanced_event_selectors
	some source in ["bedrock.amazonaws.com", "bedrock-agent.amazonaws.com", "bedrock-runtime.amazonaws.com"]
	trails.asks_for(selector, "eventCategory", "Management")
	trails.admits(selector, "readOnly", "false")
	trails.asks_for(selector, "eventSource", source)
}

records_bedrock(trail) if {
	some selector in trail.advanced_event_selectors
	some type in ["AgentAlias", "FlowAlias", "Guardrail", "InlineAgent", "KnowledgeBase", "Model", "Prompt"]
	trails.asks_for(selector, "eventCategory", "Data")
	trails.asks_for(selector, "resources.type", concat("", ["AWS::Bedrock::", type]))
}

pass if count(recording) > 0

fail contains "no trail that is on records calls to Amazon Bedrock" if {
	is_array(data.resources["aws.cloudtrail.trail"])
	count(recording) == 0
}
