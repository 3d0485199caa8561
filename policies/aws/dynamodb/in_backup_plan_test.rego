package aws.dynamodb.in_backup_plan_test

import rego.v1

import data.aws.dynamodb.in_backup_plan

golden := {
	"id": "arn:aws:dynamodb:eu-central-1:111122223333:table/orders",
	"kind": "aws.dynamodb.table",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"tags": {"stage": "prod"},
}

resources := {
	"aws.backup.selection": [
		{
			"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
			"region": "eu-central-1",
			"resources": ["arn:aws:dynamodb:*:*:table/*"],
			"not_resources": [],
			"tag_conditions": [],
			"conditions": {},
		},
	],
}

test_passes_when_covered if {
	in_backup_plan.pass with input as golden with data.resources as resources
	count(in_backup_plan.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without_plans if {
	others := {"aws.backup.selection": []}
	in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_with_a_plan_of_another_region if {
	others := {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
				"region": "eu-west-1",
				"resources": ["arn:aws:dynamodb:*:*:table/*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {},
			},
		],
	}
	in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not in_backup_plan.pass with input as golden with data.resources as others
}

test_passes_by_tag if {
	others := {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
				"region": "eu-central-1",
				"resources": [],
				"not_resources": [],
				"tag_conditions": [{"condition_key": "stage", "condition_value": "prod"}],
				"conditions": {},
			},
		],
	}
	in_backup_plan.pass with input as golden with data.resources as others
	count(in_backup_plan.fail) == 0 with input as golden with data.resources as others
}
