package github.org.two_factor_required_test

import rego.v1

import data.github.org.two_factor_required

golden := {"id": "acme", "kind": "github.org.organization", "source": "acme", "two_factor_required": true}

test_passes_when_demanded if {
	two_factor_required.pass with input as golden
	count(two_factor_required.fail) == 0 with input as golden
}

test_fails_when_not_demanded if {
	resource := object.union(golden, {"two_factor_required": false})
	two_factor_required.fail == {"two-factor sign-in is not demanded"} with input as resource
	not two_factor_required.pass with input as resource
}
