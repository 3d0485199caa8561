package aws.rds.instance_in_backup_plan_test

import rego.v1

import data.aws.rds.instance_in_backup_plan

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"cluster": null,
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
	instance_in_backup_plan.pass with input as golden with data.resources as resources
	count(instance_in_backup_plan.fail) == 0 with input as golden with data.resources as resources
	count(instance_in_backup_plan.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without_plans if {
	others := {"aws.backup.selection": []}
	instance_in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not instance_in_backup_plan.pass with input as golden with data.resources as others
	count(instance_in_backup_plan.not_applicable) == 0 with input as golden with data.resources as others
}

test_fails_when_left_out if {
	others := {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:daily/selection/databases",
				"region": "eu-central-1",
				"resources": ["arn:aws:rds:*:*:*"],
				"not_resources": ["arn:aws:rds:eu-central-1:111122223333:db:orders"],
				"tag_conditions": [],
				"conditions": {},
			},
		],
	}
	instance_in_backup_plan.fail == {"no backup plan of its region covers it"}
		with input as golden
		with data.resources as others
	not instance_in_backup_plan.pass with input as golden with data.resources as others
	count(instance_in_backup_plan.not_applicable) == 0 with input as golden with data.resources as others
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
	instance_in_backup_plan.pass with input as golden with data.resources as others
	count(instance_in_backup_plan.fail) == 0 with input as golden with data.resources as others
	count(instance_in_backup_plan.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_in_a_cluster if {
	resource := object.union(golden, {"cluster": "shop"})
	instance_in_backup_plan.not_applicable == {"it is backed up with its cluster shop"}
		with input as resource
		with data.resources as resources
	not instance_in_backup_plan.pass with input as resource with data.resources as resources
	count(instance_in_backup_plan.fail) == 0 with input as resource with data.resources as resources
}
