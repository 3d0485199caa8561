package aws.cloudtrail.delivered_to_logs_test

import rego.v1

import data.aws.cloudtrail.delivered_to_logs

golden := {
	"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
	"kind": "aws.cloudtrail.trail",
	"source": "111122223333",
	"name": "main",
	"log_group_arn": "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*",
	"delivered_to_logs_at": "2026-06-30T11:55:00Z",
}

params := {"max_age_days": 1}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_fresh if {
	delivered_to_logs.pass with input as golden with data.params as params with data.run as run
	count(delivered_to_logs.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"delivered_to_logs_at": "2026-06-29T12:00:00Z"})
	delivered_to_logs.pass with input as resource with data.params as params with data.run as run
	count(delivered_to_logs.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_a_second_later if {
	resource := object.union(golden, {"delivered_to_logs_at": "2026-06-29T11:59:59Z"})
	delivered_to_logs.fail == {"the trail last wrote to its log group on 2026-06-29T11:59:59Z"}
		with input as resource
		with data.params as params
		with data.run as run
	not delivered_to_logs.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_it_never_wrote if {
	resource := object.union(golden, {"delivered_to_logs_at": null})
	delivered_to_logs.fail == {"the trail never wrote to its log group"}
		with input as resource
		with data.params as params
		with data.run as run
	not delivered_to_logs.pass with input as resource with data.params as params with data.run as run
}

test_fails_without_a_log_group if {
	resource := object.union(golden, {"log_group_arn": null})
	delivered_to_logs.fail == {"the trail has no log group"}
		with input as resource
		with data.params as params
		with data.run as run
	not delivered_to_logs.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_it_never_had_a_log_group if {
	resource := object.union(golden, {"log_group_arn": null, "delivered_to_logs_at": null})
	delivered_to_logs.fail == {"the trail has no log group"}
		with input as resource
		with data.params as params
		with data.run as run
	not delivered_to_logs.pass with input as resource with data.params as params with data.run as run
}
