package aws.iam.saml_provider_valid_test

import rego.v1

import data.aws.iam.saml_provider_valid

golden := {
	"id": "arn:aws:iam::111122223333:saml-provider/acme",
	"kind": "aws.iam.saml_provider",
	"source": "111122223333",
	"valid_until": "2027-01-01T00:00:00Z",
	"created_at": "2025-01-01T00:00:00Z",
}

params := {"min_days_left": 30}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_far_off if {
	saml_provider_valid.pass with input as golden with data.params as params with data.run as run
	count(saml_provider_valid.fail) == 0 with input as golden with data.params as params with data.run as run
	count(saml_provider_valid.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_passes_a_second_over_the_limit if {
	resource := object.union(golden, {"valid_until": "2026-07-30T12:00:01Z"})
	saml_provider_valid.pass with input as resource with data.params as params with data.run as run
	count(saml_provider_valid.fail) == 0 with input as resource with data.params as params with data.run as run
	count(saml_provider_valid.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_at_the_limit if {
	resource := object.union(golden, {"valid_until": "2026-07-30T12:00:00Z"})
	saml_provider_valid.fail == {"the metadata ends on 2026-07-30T12:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not saml_provider_valid.pass with input as resource with data.params as params with data.run as run
	count(saml_provider_valid.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_when_ended if {
	resource := object.union(golden, {"valid_until": "2026-01-01T00:00:00Z"})
	saml_provider_valid.fail == {"the metadata ends on 2026-01-01T00:00:00Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not saml_provider_valid.pass with input as resource with data.params as params with data.run as run
	count(saml_provider_valid.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_not_applicable_without_an_end if {
	resource := object.union(golden, {"valid_until": null})
	saml_provider_valid.not_applicable == {"the metadata has no end"}
		with input as resource
		with data.params as params
		with data.run as run
	not saml_provider_valid.pass with input as resource with data.params as params with data.run as run
	count(saml_provider_valid.fail) == 0 with input as resource with data.params as params with data.run as run
}
