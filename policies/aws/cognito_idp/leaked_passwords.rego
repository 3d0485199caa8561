# METADATA
# title: User pools block passwords that have leaked
# description: >-
#   Cognito compares passwords with those known from breaches elsewhere. Blocking the sign-in
#   makes the user change it before somebody else uses it. Threat protection must be enforced, not
#   only audit.
# custom:
#   kind: aws.cognito_idp.user_pool
#   needs: [threat_protection, compromised_credentials]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.8]
#     nis2: [art.21.2.i, ir.11.6.2.c]
#     iso27001: [A.5.17, A.8.5]
#   equivalent:
#     prowler: [cognito_user_pool_blocks_compromised_credentials_sign_in_attempts]
#   remediation: >-
#     Enforce threat protection (UserPoolAddOns AdvancedSecurityMode=ENFORCED), and run aws
#     cognito-idp set-risk-configuration with EventFilter SIGN_IN and EventAction BLOCK.
package aws.cognito_idp.leaked_passwords

import rego.v1

observed := [input.threat_protection, input.compromised_credentials]

blocks if {
	"SIGN_IN" in input.compromised_credentials.event_filter
	input.compromised_credentials.actions.event_action == "BLOCK"
}

# No filter stands for all events.
blocks if {
	input.compromised_credentials.actions.event_action == "BLOCK"
	object.get(input.compromised_credentials, "event_filter", []) == []
}

pass if {
	input.threat_protection == "ENFORCED"
	blocks
}

fail contains sprintf("threat protection is %s, not enforced", [lower(input.threat_protection)]) if {
	count(observed) == 2
	input.threat_protection != "ENFORCED"
}

fail contains "sign-ins with leaked passwords are not blocked" if {
	count(observed) == 2
	input.threat_protection == "ENFORCED"
	not blocks
}
