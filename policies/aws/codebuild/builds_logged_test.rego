package aws.codebuild.builds_logged_test

import rego.v1

import data.aws.codebuild.builds_logged

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"logs": {"cloud_watch_logs": {"status": "ENABLED"}},
}

test_passes_with_cloudwatch if {
	builds_logged.pass with input as golden
	count(builds_logged.fail) == 0 with input as golden
}

test_passes_with_s3 if {
	resource := object.union(golden, {
		"logs": {
			"cloud_watch_logs": {"status": "DISABLED"},
			"s3_logs": {"status": "ENABLED"},
		},
	})
	builds_logged.pass with input as resource
	count(builds_logged.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"logs": {"cloud_watch_logs": {"status": "DISABLED"}}})
	builds_logged.fail == {"neither CloudWatch nor S3 logs are on"} with input as resource
	not builds_logged.pass with input as resource
}

test_fails_when_not_set if {
	resource := object.union(golden, {"logs": null})
	builds_logged.fail == {"no logs are set"} with input as resource
	not builds_logged.pass with input as resource
}
