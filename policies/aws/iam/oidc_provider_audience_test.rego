package aws.iam.oidc_provider_audience_test

import rego.v1

import data.aws.iam.oidc_provider_audience

golden := {
	"id": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
	"kind": "aws.iam.oidc_provider",
	"source": "111122223333",
	"url": "token.actions.githubusercontent.com",
	"client_ids": ["sts.amazonaws.com"],
	"thumbprints": [],
}

params := {"max_audiences": 2}

test_passes_with_one if {
	oidc_provider_audience.pass with input as golden with data.params as params
	count(oidc_provider_audience.fail) == 0 with input as golden with data.params as params
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"client_ids": ["a", "b"]})
	oidc_provider_audience.pass with input as resource with data.params as params
	count(oidc_provider_audience.fail) == 0 with input as resource with data.params as params
}

test_fails_with_more if {
	resource := object.union(golden, {"client_ids": ["a", "b", "c"]})
	oidc_provider_audience.fail == {"the provider accepts these audiences: a, b, c"}
		with input as resource
		with data.params as params
	not oidc_provider_audience.pass with input as resource with data.params as params
}

test_fails_with_none if {
	resource := object.union(golden, {"client_ids": []})
	oidc_provider_audience.fail == {"the provider names no audience"}
		with input as resource
		with data.params as params
	not oidc_provider_audience.pass with input as resource with data.params as params
}
