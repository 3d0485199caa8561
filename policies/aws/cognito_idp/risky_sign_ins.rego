# METADATA
# title: User pools block sign-ins that look like an attack
# description: >-
#   Cognito rates each sign-in by device, place and address. What it rates as risky should be
#   blocked at every level; threat protection must be enforced, not only audit.
# custom:
#   kind: aws.cognito_idp.user_pool
#   needs: [threat_protection, account_takeover]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC7.2]
#     nis2: [art.21.2.i, art.21.2.b, ir.11.6.2.d]
#     iso27001: [A.8.5, A.8.16]
#   params: {allowed_actions: [BLOCK]}
#   equivalent:
#     prowler: [cognito_user_pool_blocks_potential_malicious_sign_in_attempts]
#   remediation: >-
#     Enforce threat protection (UserPoolAddOns AdvancedSecurityMode=ENFORCED), and run aws
#     cognito-idp set-risk-configuration with EventAction BLOCK for low, medium and high; levels
#     that may be challenged instead go into the parameter allowed_actions.
package aws.cognito_idp.risky_sign_ins

import rego.v1

observed := [input.threat_protection, input.account_takeover]

answered contains level if {
	some level in ["low", "medium", "high"]
	input.account_takeover[concat("_", [level, "action"])].event_action in data.params.allowed_actions
}

pass if {
	input.threat_protection == "ENFORCED"
	count(answered) == 3
}

fail contains sprintf("threat protection is %s, not enforced", [lower(input.threat_protection)]) if {
	count(observed) == 2
	input.threat_protection != "ENFORCED"
}

fail contains sprintf("sign-ins of %s risk are not blocked", [level]) if {
	count(observed) == 2
	input.threat_protection == "ENFORCED"
	some level in ["low", "medium", "high"]
	not level in answered
}
