package aws.glue.job_logged_test

import rego.v1

import data.aws.glue.job_logged

golden := {
	"id": "arn:aws:glue:eu-central-1:111122223333:job/load",
	"kind": "aws.glue.job",
	"source": "111122223333",
	"name": "load",
	"arguments": {"--enable-continuous-cloudwatch-log": "true"},
	"version": "4.0",
}

test_passes_by_argument if {
	job_logged.pass with input as golden
	count(job_logged.fail) == 0 with input as golden
}

test_passes_by_version if {
	resource := object.union(object.remove(golden, ["arguments"]), {"arguments": {}, "version": "5.0"})
	job_logged.pass with input as resource
	count(job_logged.fail) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(object.remove(golden, ["arguments"]), {"arguments": {"--job-language": "python"}})
	job_logged.fail == {"continuous logging is not turned on"} with input as resource
	not job_logged.pass with input as resource
}

test_fails_when_turned_off if {
	resource := object.union(object.remove(golden, ["arguments"]), {"arguments": {"--enable-continuous-cloudwatch-log": "false"}})
	job_logged.fail == {"continuous logging is not turned on"} with input as resource
	not job_logged.pass with input as resource
}

test_fails_without_a_version if {
	resource := object.union(object.remove(golden, ["arguments"]), {"arguments": {}, "version": null})
	job_logged.fail == {"continuous logging is not turned on"} with input as resource
	not job_logged.pass with input as resource
}
