package aws.cognito_identity.no_guests_test

import rego.v1

import data.aws.cognito_identity.no_guests

golden := {
	"id": "arn:aws:cognito-identity:eu-central-1:111122223333:identitypool/eu-central-1:1",
	"kind": "aws.cognito_identity.identity_pool",
	"source": "111122223333",
	"name": "shop",
	"allows_guests": false,
}

params := {"approved_pools": []}

test_passes_without_guests if {
	no_guests.pass with input as golden with data.params as params
	count(no_guests.fail) == 0 with input as golden with data.params as params
}

test_passes_when_approved if {
	resource := object.union(golden, {"allows_guests": true})
	no_guests.pass with input as resource with data.params as object.union(params, {"approved_pools": ["shop"]})
	count(no_guests.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_pools": ["shop"]})
}

test_fails_with_guests if {
	resource := object.union(golden, {"allows_guests": true})
	no_guests.fail == {"anybody gets credentials as a guest"} with input as resource with data.params as params
	not no_guests.pass with input as resource with data.params as params
}
