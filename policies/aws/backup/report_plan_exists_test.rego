package aws.backup.report_plan_exists_test

import rego.v1

import data.aws.backup.report_plan_exists

golden := {"id": "111122223333", "kind": "aws.backup.account", "source": "111122223333"}

resources := {"aws.backup.plan": [{"id": "one"}], "aws.backup.report_plan": [{"id": "two"}]}

test_passes_with_one if {
	report_plan_exists.pass with input as golden with data.resources as resources
	count(report_plan_exists.fail) == 0 with input as golden with data.resources as resources
	count(report_plan_exists.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	others := object.union(resources, {"aws.backup.report_plan": []})
	report_plan_exists.fail == {"no report plan tells what was copied"}
		with input as golden
		with data.resources as others
	not report_plan_exists.pass with input as golden with data.resources as others
	count(report_plan_exists.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_without_plans if {
	others := object.union(resources, {"aws.backup.plan": []})
	report_plan_exists.not_applicable == {"the account has no backup plan"}
		with input as golden
		with data.resources as others
	not report_plan_exists.pass with input as golden with data.resources as others
	count(report_plan_exists.fail) == 0 with input as golden with data.resources as others
}
