package aws.logs.log_group_kms_test

import rego.v1

import data.aws.logs.log_group_kms

golden := {
	"id": "arn:aws:logs:eu-central-1:111122223333:log-group:app:*",
	"kind": "aws.logs.log_group",
	"source": "111122223333",
	"name": "app",
	"kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
}

test_passes_with_a_key if {
	log_group_kms.pass with input as golden
	count(log_group_kms.fail) == 0 with input as golden
}

test_fails_without_a_key if {
	resource := object.union(golden, {"kms_key_id": null})
	log_group_kms.fail == {"the log group has no KMS key"} with input as resource
	not log_group_kms.pass with input as resource
}
