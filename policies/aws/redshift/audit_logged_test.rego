package aws.redshift.audit_logged_test

import rego.v1

import data.aws.redshift.audit_logged

golden := {
	"id": "arn:aws:redshift:eu-central-1:111122223333:cluster:facts",
	"kind": "aws.redshift.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "facts",
	"logging": true,
}

test_passes_when_so if {
	audit_logged.pass with input as golden
	count(audit_logged.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"logging": false})
	audit_logged.fail == {"audit logging is off"} with input as resource
	not audit_logged.pass with input as resource
}
