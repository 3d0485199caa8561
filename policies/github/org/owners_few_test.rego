package github.org.owners_few_test

import rego.v1

import data.github.org.owners_few

golden := {"id": "acme", "kind": "github.org.organization", "source": "acme", "owners": ["alice", "bob"]}

params := {"min_owners": 2, "max_owners": 5, "approved_owners": []}

test_passes_at_the_lower_limit if {
	owners_few.pass with input as golden with data.params as params
	count(owners_few.fail) == 0 with input as golden with data.params as params
}

test_passes_at_the_upper_limit if {
	resource := object.union(golden, {"owners": ["a", "b", "c", "d", "e"]})
	owners_few.pass with input as resource with data.params as params
	count(owners_few.fail) == 0 with input as resource with data.params as params
}

test_passes_when_approved if {
	owners_few.pass
		with input as golden
		with data.params as object.union(params, {"approved_owners": ["alice", "bob"]})
	count(owners_few.fail) == 0
		with input as golden
		with data.params as object.union(params, {"approved_owners": ["alice", "bob"]})
}

test_fails_with_one if {
	resource := object.union(golden, {"owners": ["alice"]})
	owners_few.fail == {"the number of owners is 1, at least 2 are needed"}
		with input as resource
		with data.params as params
	not owners_few.pass with input as resource with data.params as params
}

test_fails_with_six if {
	resource := object.union(golden, {"owners": ["a", "b", "c", "d", "e", "f"]})
	owners_few.fail == {"the number of owners is 6, at most 5 are allowed"}
		with input as resource
		with data.params as params
	not owners_few.pass with input as resource with data.params as params
}

test_fails_with_a_stranger if {
	owners_few.fail == {"bob is an owner and not in approved_owners"}
		with input as golden
		with data.params as object.union(params, {"approved_owners": ["alice"]})
	not owners_few.pass
		with input as golden
		with data.params as object.union(params, {"approved_owners": ["alice"]})
}
