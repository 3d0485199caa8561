package aws.cognito_idp.leaked_passwords_test

import rego.v1

import data.aws.cognito_idp.leaked_passwords

golden := {
	"id": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_abc",
	"kind": "aws.cognito_idp.user_pool",
	"source": "111122223333",
	"name": "customers",
	"threat_protection": "ENFORCED",
	"compromised_credentials": {"event_filter": ["SIGN_IN"], "actions": {"event_action": "BLOCK"}},
}

test_passes_when_blocked if {
	leaked_passwords.pass with input as golden
	count(leaked_passwords.fail) == 0 with input as golden
}

test_passes_for_all_events if {
	resource := object.union(golden, {"compromised_credentials": {"event_filter": []}})
	leaked_passwords.pass with input as resource
	count(leaked_passwords.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"threat_protection": "OFF", "compromised_credentials": null})
	leaked_passwords.fail == {"threat protection is off, not enforced"} with input as resource
	not leaked_passwords.pass with input as resource
}

test_fails_when_only_audited if {
	resource := object.union(golden, {"threat_protection": "AUDIT"})
	leaked_passwords.fail == {"threat protection is audit, not enforced"} with input as resource
	not leaked_passwords.pass with input as resource
}

test_fails_when_nothing_is_done if {
	resource := object.union(golden, {"compromised_credentials": {"actions": {"event_action": "NO_ACTION"}}})
	leaked_passwords.fail == {"sign-ins with leaked passwords are not blocked"} with input as resource
	not leaked_passwords.pass with input as resource
}

test_fails_when_only_sign_up_is_filtered if {
	resource := object.union(golden, {"compromised_credentials": {"event_filter": ["SIGN_UP"]}})
	leaked_passwords.fail == {"sign-ins with leaked passwords are not blocked"} with input as resource
	not leaked_passwords.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"compromised_credentials": null})
	leaked_passwords.fail == {"sign-ins with leaked passwords are not blocked"} with input as resource
	not leaked_passwords.pass with input as resource
}
