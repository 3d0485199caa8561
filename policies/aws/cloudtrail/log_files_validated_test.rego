package aws.cloudtrail.log_files_validated_test

import rego.v1

import data.aws.cloudtrail.log_files_validated

golden := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"kind": "aws.cloudtrail.trail",
	"source": "111122223333",
	"name": "main",
	"log_file_validation": true,
}

test_passes_with_digests if {
	log_files_validated.pass with input as golden
	count(log_files_validated.fail) == 0 with input as golden
}

test_fails_without_digests if {
	resource := object.union(golden, {"log_file_validation": false})
	log_files_validated.fail == {"the trail writes no digests of its log files"} with input as resource
	not log_files_validated.pass with input as resource
}
