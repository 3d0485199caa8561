package aws.acm.expiry_test

import rego.v1

import data.aws.acm.expiry

golden := {
	"id": "arn:aws:acm:eu-central-1:111122223333:certificate/1",
	"kind": "aws.acm.certificate",
	"source": "111122223333",
	"name": "acme.example",
	"in_use": true,
	"expires_at": "2026-12-01T00:00:00Z",
}

params := {"min_days_left": 7}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_with_time_left if {
	expiry.pass with input as golden with data.params as params with data.run as run
	count(expiry.fail) == 0 with input as golden with data.params as params with data.run as run
	count(expiry.not_applicable) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_a_second_before_the_limit if {
	resource := object.union(golden, {"expires_at": "2026-07-07T12:00:01Z"})
	expiry.pass with input as resource with data.params as params with data.run as run
	count(expiry.fail) == 0 with input as resource with data.params as params with data.run as run
	count(expiry.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_at_the_limit if {
	resource := object.union(golden, {"expires_at": "2026-07-07T12:00:00Z"})
	expiry.fail == {"the certificate ends on 2026-07-07T12:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not expiry.pass with input as resource with data.params as params with data.run as run
	count(expiry.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_afterwards if {
	resource := object.union(golden, {"expires_at": "2026-06-30T12:00:00Z"})
	expiry.fail == {"the certificate ended on 2026-06-30T12:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not expiry.pass with input as resource with data.params as params with data.run as run
	count(expiry.not_applicable) == 0 with input as resource with data.params as params with data.run as run
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"in_use": false, "expires_at": null})
	expiry.not_applicable == {"no service uses the certificate"}
		with input as resource
		with data.params as params
		with data.run as run
	not expiry.pass with input as resource with data.params as params with data.run as run
	count(expiry.fail) == 0 with input as resource with data.params as params with data.run as run
}
