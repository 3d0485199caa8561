package github.org.members_two_factor_test

import rego.v1

import data.github.org.members_two_factor

golden := {
	"id": "alice",
	"kind": "github.org.member",
	"source": "acme",
	"role": "member",
	"two_factor": true,
}

test_passes_when_on if {
	members_two_factor.pass with input as golden
	count(members_two_factor.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"two_factor": false})
	members_two_factor.fail == {"alice has no two-factor sign-in"} with input as resource
	not members_two_factor.pass with input as resource
}
