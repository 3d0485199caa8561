package aws.iam.human_users_federated_test

import rego.v1

import data.aws.iam.human_users_federated

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"summary": {"users": 1},
}

params := {"break_glass_users": []}

resources := {
	"aws.iam.saml_provider": [{"id": "arn:aws:iam::111122223333:saml-provider/acme"}],
	"aws.iam.user": [
		{
			"id": "arn:aws:iam::111122223333:user/ci",
			"name": "ci",
			"credentials": {"password_enabled": false},
		},
	],
}

console_user := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"name": "alice",
	"credentials": {"password_enabled": true},
}

test_passes_with_provider_and_no_passwords if {
	human_users_federated.pass with input as golden with data.params as params with data.resources as resources
	count(human_users_federated.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_with_an_emergency_user if {
	human_users_federated.pass
		with input as golden
		with data.params as object.union(params, {"break_glass_users": ["alice"]})
		with data.resources as object.union(resources, {"aws.iam.user": [console_user]})
	count(human_users_federated.fail) == 0
		with input as golden
		with data.params as object.union(params, {"break_glass_users": ["alice"]})
		with data.resources as object.union(resources, {"aws.iam.user": [console_user]})
}

test_fails_without_provider if {
	human_users_federated.fail == {"the account has no identity provider for people"}
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.iam.saml_provider": []})
	not human_users_federated.pass
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.iam.saml_provider": []})
}

test_fails_with_a_console_user if {
	human_users_federated.fail == {"alice has a console password"}
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.iam.user": [console_user]})
	not human_users_federated.pass
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.iam.user": [console_user]})
}
