package aws.rds.cluster_in_backup_plan_test

import rego.v1

import data.aws.rds.cluster_in_backup_plan

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
	"kind": "aws.rds.cluster",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "shop",
	"tags": {"stage": "prod"},
}

resources := {
	"aws.backup.selection": [
		{
			"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
			"region": "eu-central-1",
			"resources": ["arn:aws:rds:*:*:*"],
			"not_resources": [],
			"tag_conditions": [],
			"conditions": {},
		},
	],
}

test_passes_when_covered if {
	cluster_in_backup_plan.pass with input as golden with data.resources as resources
	count(cluster_in_backup_plan.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without_plans if {
	others := {"aws.backup.selection": []}
	cluster_in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not cluster_in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_when_left_out if {
	others := {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
				"region": "eu-central-1",
				"resources": ["arn:aws:rds:*:*:*"],
				"not_resources": ["arn:aws:rds:eu-central-1:111122223333:cluster:shop"],
				"tag_conditions": [],
				"conditions": {},
			},
		],
	}
	cluster_in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not cluster_in_backup_plan.pass with input as golden with data.resources as others
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
	cluster_in_backup_plan.pass with input as golden with data.resources as others
	count(cluster_in_backup_plan.fail) == 0 with input as golden with data.resources as others
}
