package aws.bedrock.full_access_test

import rego.v1

import data.aws.bedrock.full_access

golden := {
	"id": "arn:aws:iam::111122223333:role/assistant",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"name": "assistant",
	"attached_policies": [{"name": "calls-one-model", "arn": "arn:aws:iam::111122223333:policy/calls-one-model"}],
}

test_passes_with_less if {
	full_access.pass with input as golden
	count(full_access.fail) == 0 with input as golden
}

test_fails_with_all if {
	resource := object.union(golden, {
		"attached_policies": [
			{
				"name": "AmazonBedrockFullAccess",
				"arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess",
			},
		],
	})
	full_access.fail == {"AmazonBedrockFullAccess is attached"} with input as resource
	not full_access.pass with input as resource
}
