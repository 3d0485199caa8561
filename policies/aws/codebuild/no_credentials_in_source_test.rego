package aws.codebuild.no_credentials_in_source_test

import rego.v1

import data.aws.codebuild.no_credentials_in_source

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"source_code": {"type": "BITBUCKET", "location": "https://bitbucket.org/acme/web.git"},
	"secondary_sources": [{"type": "S3", "location": "acme/code.zip"}],
}

test_passes_without if {
	no_credentials_in_source.pass with input as golden
	count(no_credentials_in_source.fail) == 0 with input as golden
}

test_passes_with_a_name_alone if {
	resource := object.union(golden, {
		"source_code": {
			"type": "GITHUB_ENTERPRISE",
			"location": "https://alice@git.example.com/web.git",
		},
	})
	no_credentials_in_source.pass with input as resource
	count(no_credentials_in_source.fail) == 0 with input as resource
}

test_passes_without_an_address if {
	resource := object.union(object.remove(golden, ["source_code"]), {
		"source_code": {"type": "NO_SOURCE"},
		"secondary_sources": [],
	})
	no_credentials_in_source.pass with input as resource
	count(no_credentials_in_source.fail) == 0 with input as resource
}

test_fails_with_a_redacted_token if {
	resource := object.union(golden, {
		"source_code": {
			"type": "BITBUCKET",
			"location": "https://x-token-auth:[redacted:member]@bitbucket.org/acme/web.git",
		},
	})
	no_credentials_in_source.fail == {"the address of https://bitbucket.org/acme/web.git holds credentials"}
		with input as resource
	not no_credentials_in_source.pass with input as resource
}

test_fails_in_another_source if {
	resource := object.union(golden, {
		"secondary_sources": [
			{
				"type": "GITHUB_ENTERPRISE",
				"location": "https://alice:pw@git.example.com/lib.git",
			},
		],
	})
	no_credentials_in_source.fail == {"the address of https://git.example.com/lib.git holds credentials"}
		with input as resource
	not no_credentials_in_source.pass with input as resource
}
