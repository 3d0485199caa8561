# METADATA
# title: Amazon Bedrock is called without crossing the internet
# description: >-
#   Questions to a model and its answers stay on the network of AWS when they go through
#   endpoints in the VPC, whose policies can also say which models may be called. Asked are VPCs
#   in use, in regions where Bedrock has logs, guardrails or agents.
# custom:
#   kind: aws.ec2.vpc
#   needs:
#     - region
#     - vpc_id
#     - aws.ec2.vpc_endpoint/vpc_id
#     - aws.ec2.vpc_endpoint/state
#     - aws.ec2.vpc_endpoint/service_name
#     - aws.ec2.network_interface/vpc_id
#     - aws.bedrock.region/region
#     - aws.bedrock.region/log_group
#     - aws.bedrock.region/log_bucket
#     - aws.bedrock.guardrail/region
#     - aws.bedrock_agent.agent/region
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.7]
#     nis2: [art.21.2.e, ir.6.7.2.i]
#     iso27001: [A.8.20, A.8.21]
#   params: {services: ["bedrock", "bedrock-agent", "bedrock-agent-runtime", "bedrock-mantle", "bedrock-runtime"]}
#   equivalent:
#     prowler: [bedrock_vpc_endpoints_configured]
#   remediation: >-
#     Make interface endpoints in the VPC for the services named (aws ec2 create-vpc-endpoint
#     --vpc-endpoint-type Interface), or take services that are not used off the parameter
#     services.
package aws.bedrock.vpc_endpoints

import rego.v1

active := union({
	{place.region | some place in data.resources["aws.bedrock.region"]; is_string(place.log_group)},
	{place.region | some place in data.resources["aws.bedrock.region"]; is_string(place.log_bucket)},
	{guardrail.region | some guardrail in data.resources["aws.bedrock.guardrail"]},
	{agent.region | some agent in data.resources["aws.bedrock_agent.agent"]},
})

used := {interface.vpc_id | some interface in data.resources["aws.ec2.network_interface"]}

# The last word of com.amazonaws.eu-central-1.bedrock-runtime, by VPC.
open := {[endpoint.vpc_id, regex.replace(endpoint.service_name, `^.*\.`, "")] |
	some endpoint in data.resources["aws.ec2.vpc_endpoint"]
	lower(endpoint.state) == "available"
}

not_applicable contains "Bedrock is not used in its region" if {
	is_string(input.region)
	not input.region in active
}

not_applicable contains "nothing is connected to it" if {
	input.region in active
	not input.vpc_id in used
}

missing := {service | some service in data.params.services; not [input.vpc_id, service] in open}

pass if {
	input.region in active
	input.vpc_id in used
	count(missing) == 0
}

fail contains sprintf("it has no endpoint for %s", [service]) if {
	input.region in active
	input.vpc_id in used
	some service in missing
}
