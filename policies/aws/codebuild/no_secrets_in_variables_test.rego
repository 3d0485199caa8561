package aws.codebuild.no_secrets_in_variables_test

import rego.v1

import data.aws.codebuild.no_secrets_in_variables

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"environment_variables": [
		{"name": "STAGE", "value": "prod", "type": "PLAINTEXT"},
		{"name": "DB", "value": "/prod/db", "type": "PARAMETER_STORE"},
	],
}

test_passes_with_settings if {
	no_secrets_in_variables.pass with input as golden
	count(no_secrets_in_variables.fail) == 0 with input as golden
}

test_passes_without_variables if {
	resource := object.union(golden, {"environment_variables": []})
	no_secrets_in_variables.pass with input as resource
	count(no_secrets_in_variables.fail) == 0 with input as resource
}

test_passes_with_a_reference if {
	resource := object.union(golden, {
		"environment_variables": [
			{
				"name": "TOKEN",
				"value": "[redacted:member]",
				"type": "SECRETS_MANAGER",
			},
		],
	})
	no_secrets_in_variables.pass with input as resource
	count(no_secrets_in_variables.fail) == 0 with input as resource
}

test_fails_with_a_secret if {
	resource := object.union(golden, {
		"environment_variables": [
			{
				"name": "TOKEN",
				"value": "[redacted:member]",
				"type": "PLAINTEXT",
			},
		],
	})
	no_secrets_in_variables.fail == {"variable TOKEN looks like a secret"} with input as resource
	not no_secrets_in_variables.pass with input as resource
}

test_fails_with_one_of_no_type if {
	resource := object.union(golden, {
		"environment_variables": [
			{
				"name": "KEY",
				"value": "x=[redacted:aws_key]",
			},
		],
	})
	no_secrets_in_variables.fail == {"variable KEY looks like a secret"} with input as resource
	not no_secrets_in_variables.pass with input as resource
}
