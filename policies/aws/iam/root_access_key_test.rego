package aws.iam.root_access_key_test

import rego.v1

import data.aws.iam.root_access_key

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"summary": {"account_access_keys_present": false},
}

test_passes_without_key if {
	root_access_key.pass with input as golden
	count(root_access_key.fail) == 0 with input as golden
}

test_fails_with_key if {
	resource := object.union(golden, {"summary": {"account_access_keys_present": true}})
	root_access_key.fail == {"the root user has an access key"} with input as resource
	not root_access_key.pass with input as resource
}
