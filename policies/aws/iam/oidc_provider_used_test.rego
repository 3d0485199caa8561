package aws.iam.oidc_provider_used_test

import rego.v1

import data.aws.iam.oidc_provider_used

golden := {
	"id": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
	"kind": "aws.iam.oidc_provider",
	"source": "111122223333",
	"url": "token.actions.githubusercontent.com",
	"client_ids": ["sts.amazonaws.com"],
	"thumbprints": [],
}

statement := {
	"Effect": "Allow",
	"Principal": {
		"Federated": ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"],
	},
}

role := {"id": "arn:aws:iam::111122223333:role/deploy", "trust_policy": {"Statement": [statement]}}

resources := {"aws.iam.role": [role]}

test_passes_when_trusted if {
	oidc_provider_used.pass with input as golden with data.resources as resources
	count(oidc_provider_used.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_not_trusted if {
	resource := object.union(golden, {"id": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"})
	oidc_provider_used.fail == {"no role trusts the provider"}
		with input as resource
		with data.resources as resources
	not oidc_provider_used.pass with input as resource with data.resources as resources
}

test_fails_without_roles if {
	oidc_provider_used.fail == {"no role trusts the provider"}
		with input as golden
		with data.resources as {"aws.iam.role": []}
	not oidc_provider_used.pass with input as golden with data.resources as {"aws.iam.role": []}
}
