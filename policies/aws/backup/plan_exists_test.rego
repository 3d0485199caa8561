package aws.backup.plan_exists_test

import rego.v1

import data.aws.backup.plan_exists

golden := {"id": "111122223333", "kind": "aws.backup.account", "source": "111122223333"}

resources := {"aws.backup.plan": [{"id": "one"}]}

test_passes_with_one if {
	plan_exists.pass with input as golden with data.resources as resources
	count(plan_exists.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	plan_exists.fail == {"the account has no backup plan"}
		with input as golden
		with data.resources as {"aws.backup.plan": []}
	not plan_exists.pass with input as golden with data.resources as {"aws.backup.plan": []}
}
