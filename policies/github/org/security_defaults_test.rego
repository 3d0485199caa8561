package github.org.security_defaults_test

import rego.v1

import data.github.org.security_defaults

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"security_defaults": {
		"dependabot_alerts_for_new": true,
		"secret_scanning_for_new": true,
		"push_protection_for_new": true,
	},
}

test_passes_with_all_on if {
	security_defaults.pass with input as golden
	count(security_defaults.fail) == 0 with input as golden
}

test_fails_with_one_off if {
	resource := object.union(golden, {"security_defaults": {"push_protection_for_new": false}})
	security_defaults.fail == {"push_protection_for_new is off"} with input as resource
	not security_defaults.pass with input as resource
}

test_undecided_with_one_unknown if {
	resource := object.union(golden, {"security_defaults": {"push_protection_for_new": null}})
	not security_defaults.pass with input as resource
	count(security_defaults.fail) == 0 with input as resource
}
