package aws.iam.user_services_used_test

import rego.v1

import data.aws.iam.user_services_used

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"services_last_used": {"bedrock": "2026-09-02T00:00:00Z"},
}

params := {"max_unused_days": {"bedrock": 60}}

run := {"as_of": "2026-11-01T00:00:00Z"}

given(used) := object.union(golden, {"services_last_used": {"bedrock": used}})

test_passes_at_the_limit if {
	user_services_used.pass with input as golden with data.params as params with data.run as run
	count(user_services_used.fail) == 0 with input as golden with data.params as params with data.run as run
	count(user_services_used.not_applicable) == 0 with input as golden with data.params as params with data.run as run
}

test_fails_beyond if {
	resource := given("2026-09-01T23:59:59Z")
	user_services_used.fail == {"bedrock was last used on 2026-09-01T23:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not user_services_used.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_never_used if {
	user_services_used.fail == {"bedrock is allowed and was never used"}
		with input as given(null)
		with data.params as params
		with data.run as run
}

test_not_applicable_where_no_policy_names_them if {
	resource := {"id": "x", "services_last_used": {"sagemaker": null}}
	user_services_used.not_applicable == {"no policy names these services"}
		with input as resource
		with data.params as params
		with data.run as run
	not user_services_used.pass with input as resource with data.params as params with data.run as run
	count(user_services_used.fail) == 0 with input as resource with data.params as params with data.run as run
}
