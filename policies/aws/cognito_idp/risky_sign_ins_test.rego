package aws.cognito_idp.risky_sign_ins_test

import rego.v1

import data.aws.cognito_idp.risky_sign_ins

golden := {
	"id": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_abc",
	"kind": "aws.cognito_idp.user_pool",
	"source": "111122223333",
	"name": "customers",
	"threat_protection": "ENFORCED",
	"account_takeover": {
		"low_action": {"event_action": "BLOCK"},
		"medium_action": {"event_action": "BLOCK"},
		"high_action": {"event_action": "BLOCK"},
	},
}

params := {"allowed_actions": ["BLOCK"]}

test_passes_when_blocked if {
	risky_sign_ins.pass with input as golden with data.params as params
	count(risky_sign_ins.fail) == 0 with input as golden with data.params as params
}

test_passes_with_a_challenge_that_is_allowed if {
	resource := object.union(golden, {"account_takeover": {"low_action": {"event_action": "MFA_REQUIRED"}}})
	risky_sign_ins.pass
		with input as resource
		with data.params as object.union(params, {"allowed_actions": ["BLOCK", "MFA_REQUIRED"]})
	count(risky_sign_ins.fail) == 0
		with input as resource
		with data.params as object.union(params, {"allowed_actions": ["BLOCK", "MFA_REQUIRED"]})
}

test_fails_when_off if {
	resource := object.union(golden, {"threat_protection": "OFF", "account_takeover": null})
	risky_sign_ins.fail == {"threat protection is off, not enforced"}
		with input as resource
		with data.params as params
	not risky_sign_ins.pass with input as resource with data.params as params
}

test_fails_with_a_challenge if {
	resource := object.union(golden, {"account_takeover": {"low_action": {"event_action": "MFA_REQUIRED"}}})
	risky_sign_ins.fail == {"sign-ins of low risk are not blocked"}
		with input as resource
		with data.params as params
	not risky_sign_ins.pass with input as resource with data.params as params
}

test_fails_when_not_set if {
	resource := object.union(golden, {"account_takeover": null})
	risky_sign_ins.fail == {
		"sign-ins of high risk are not blocked",
		"sign-ins of low risk are not blocked",
		"sign-ins of medium risk are not blocked",
	}
		with input as resource
		with data.params as params
	not risky_sign_ins.pass with input as resource with data.params as params
}
