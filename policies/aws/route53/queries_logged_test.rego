package aws.route53.queries_logged_test

import rego.v1

import data.aws.route53.queries_logged

golden := {
	"id": "arn:aws:route53:::hostedzone/Z1",
	"kind": "aws.route53.hosted_zone",
	"source": "111122223333",
	"private": false,
	"query_log_group": "arn:aws:logs:us-east-1:111122223333:log-group:/dns",
}

test_passes_when_logged if {
	queries_logged.pass with input as golden
	count(queries_logged.fail) == 0 with input as golden
	count(queries_logged.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"query_log_group": null})
	queries_logged.fail == {"queries are not logged"} with input as resource
	not queries_logged.pass with input as resource
	count(queries_logged.not_applicable) == 0 with input as resource
}

test_not_applicable_when_private if {
	resource := object.union(golden, {"private": true, "query_log_group": null})
	queries_logged.not_applicable == {"the zone is private"} with input as resource
	not queries_logged.pass with input as resource
	count(queries_logged.fail) == 0 with input as resource
}
