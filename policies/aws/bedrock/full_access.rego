# METADATA
# title: Roles do not have full access to Amazon Bedrock
# description: >-
#   AmazonBedrockFullAccess lets a role call any model, take guardrails off, turn the log of
#   calls off and train on any data it can read. A program needs to call the models it uses.
# custom:
#   kind: aws.iam.role
#   needs: [attached_policies]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.5.15, A.8.2]
#   equivalent:
#     prowler: [bedrock_full_access_policy_attached]
#   remediation: >-
#     Give the role a policy with bedrock:InvokeModel for the models it uses, and detach
#     AmazonBedrockFullAccess (aws iam detach-role-policy).
package aws.bedrock.full_access

import rego.v1

full := [policy.arn |
	some policy in input.attached_policies
	endswith(policy.arn, ":iam::aws:policy/AmazonBedrockFullAccess")
]

pass if {
	is_array(input.attached_policies)
	count(full) == 0
}

fail contains "AmazonBedrockFullAccess is attached" if count(full) > 0
