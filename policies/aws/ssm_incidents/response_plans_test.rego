package aws.ssm_incidents.response_plans_test

import rego.v1

import data.aws.ssm_incidents.response_plans

golden := {"id": "111122223333", "kind": "aws.ssm_incidents.account", "source": "111122223333"}

resources := {
	"aws.ssm_incidents.replication_set": [{"id": "111122223333/eu-central-1/1", "status": "ACTIVE"}],
	"aws.ssm_incidents.response_plan": [{"id": "111122223333/eu-central-1/outage"}],
}

test_passes_with_a_plan if {
	response_plans.pass with input as golden with data.resources as resources
	count(response_plans.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without_a_set if {
	others := object.union(resources, {"aws.ssm_incidents.replication_set": [], "aws.ssm_incidents.response_plan": []})
	response_plans.fail == {"there is no replication set"} with input as golden with data.resources as others
	not response_plans.pass with input as golden with data.resources as others
}

test_fails_when_not_active if {
	others := object.union(resources, {"aws.ssm_incidents.replication_set": [{"id": "1", "status": "FAILED"}]})
	response_plans.fail == {"the replication set is not active"}
		with input as golden
		with data.resources as others
	not response_plans.pass with input as golden with data.resources as others
}

test_fails_without_a_plan if {
	others := object.union(resources, {"aws.ssm_incidents.response_plan": []})
	response_plans.fail == {"there is no response plan"} with input as golden with data.resources as others
	not response_plans.pass with input as golden with data.resources as others
}
