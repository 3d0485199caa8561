package github.org.collaborators_two_factor_test

import rego.v1

import data.github.org.collaborators_two_factor

golden := {"id": "bob", "kind": "github.org.outside_collaborator", "source": "acme", "two_factor": true}

test_passes_when_on if {
	collaborators_two_factor.pass with input as golden
	count(collaborators_two_factor.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"two_factor": false})
	collaborators_two_factor.fail == {"bob has no two-factor sign-in"} with input as resource
	not collaborators_two_factor.pass with input as resource
}
