package aws.codebuild.s3_logs_encrypted_test

import rego.v1

import data.aws.codebuild.s3_logs_encrypted

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"logs": {"s3_logs": {"status": "ENABLED", "encryption_disabled": false}},
}

test_passes_when_encrypted if {
	s3_logs_encrypted.pass with input as golden
	count(s3_logs_encrypted.fail) == 0 with input as golden
	count(s3_logs_encrypted.not_applicable) == 0 with input as golden
}

test_passes_when_not_disabled if {
	resource := object.union(object.remove(golden, ["logs"]), {"logs": {"s3_logs": {"status": "ENABLED"}}})
	s3_logs_encrypted.pass with input as resource
	count(s3_logs_encrypted.fail) == 0 with input as resource
	count(s3_logs_encrypted.not_applicable) == 0 with input as resource
}

test_fails_when_disabled if {
	resource := object.union(golden, {"logs": {"s3_logs": {"status": "ENABLED", "encryption_disabled": true}}})
	s3_logs_encrypted.fail == {"encryption of the log files is disabled"} with input as resource
	not s3_logs_encrypted.pass with input as resource
	count(s3_logs_encrypted.not_applicable) == 0 with input as resource
}

test_not_applicable_without_s3_logs if {
	resource := object.union(golden, {"logs": {"s3_logs": {"status": "DISABLED", "encryption_disabled": true}}})
	s3_logs_encrypted.not_applicable == {"logs are not written to S3"} with input as resource
	not s3_logs_encrypted.pass with input as resource
	count(s3_logs_encrypted.fail) == 0 with input as resource
}

test_not_applicable_without_logs if {
	resource := object.union(golden, {"logs": null})
	s3_logs_encrypted.not_applicable == {"no logs are set"} with input as resource
	not s3_logs_encrypted.pass with input as resource
	count(s3_logs_encrypted.fail) == 0 with input as resource
}
