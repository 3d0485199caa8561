package aws.ec2.volume_in_backup_plan_test

import rego.v1

import data.aws.ec2.volume_in_backup_plan

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1",
	"kind": "aws.ec2.volume",
	"source": "111122223333",
	"region": "eu-central-1",
	"tags": {"backup": "daily"},
}

resources := {
	"aws.backup.selection": [
		{
			"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
			"region": "eu-central-1",
			"resources": ["arn:aws:ec2:*:*:volume/*"],
			"not_resources": [],
			"tag_conditions": [],
			"conditions": {},
		},
	],
}

test_passes_when_all_volumes_are_covered if {
	volume_in_backup_plan.pass with input as golden with data.resources as resources
	count(volume_in_backup_plan.fail) == 0 with input as golden with data.resources as resources
}

test_passes_by_its_arn if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:eu-central-1:111122223333:volume/vol-1"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {},
			},
		],
	})
	volume_in_backup_plan.pass with input as golden with data.resources as others
	count(volume_in_backup_plan.fail) == 0 with input as golden with data.resources as others
}

test_passes_by_its_tag if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": [],
				"not_resources": [],
				"tag_conditions": [
					{
						"condition_type": "STRINGEQUALS",
						"condition_key": "backup",
						"condition_value": "daily",
					},
				],
				"conditions": {},
			},
		],
	})
	volume_in_backup_plan.pass with input as golden with data.resources as others
	count(volume_in_backup_plan.fail) == 0 with input as golden with data.resources as others
}

test_passes_when_conditions_hold if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {
					"string_equals": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "daily"},
					],
					"string_like": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "d*"},
					],
					"string_not_equals": [
						{"condition_key": "aws:ResourceTag/env", "condition_value": "test"},
					],
					"string_not_like": [
						{"condition_key": "aws:ResourceTag/env", "condition_value": "t*"},
					],
				},
			},
		],
	})
	volume_in_backup_plan.pass with input as golden with data.resources as others
	count(volume_in_backup_plan.fail) == 0 with input as golden with data.resources as others
}

test_fails_without_a_plan if {
	others := object.union(resources, {"aws.backup.selection": []})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as golden
		with data.resources as others
	not volume_in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_in_another_region if {
	resource := object.union(golden, {"region": "eu-west-1"})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as resource
		with data.resources as resources
	not volume_in_backup_plan.pass with input as resource with data.resources as resources
}

test_fails_with_another_tag if {
	resource := object.union(golden, {"tags": {"backup": "no"}})
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": [],
				"not_resources": [],
				"tag_conditions": [
					{
						"condition_type": "STRINGEQUALS",
						"condition_key": "backup",
						"condition_value": "daily",
					},
				],
				"conditions": {},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as resource
		with data.resources as others
	not volume_in_backup_plan.pass with input as resource with data.resources as others
}

test_fails_when_left_out if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:*:*:volume/*"],
				"not_resources": ["arn:aws:ec2:eu-central-1:111122223333:volume/vol-1"],
				"tag_conditions": [],
				"conditions": {},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as golden
		with data.resources as others
	not volume_in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_when_a_tag_is_missing if {
	resource := object.union(object.remove(golden, ["tags"]), {"tags": {}})
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:*:*:volume/*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {
					"string_equals": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "daily"},
					],
				},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as resource
		with data.resources as others
	not volume_in_backup_plan.pass with input as resource with data.resources as others
}

test_fails_when_a_tag_is_unlike if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:*:*:volume/*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {
					"string_like": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "w*"},
					],
				},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as golden
		with data.resources as others
	not volume_in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_when_a_tag_rules_it_out if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:*:*:volume/*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {
					"string_not_equals": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "daily"},
					],
				},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as golden
		with data.resources as others
	not volume_in_backup_plan.pass with input as golden with data.resources as others
}

test_fails_when_a_pattern_rules_it_out if {
	others := object.union(resources, {
		"aws.backup.selection": [
			{
				"id": "arn:aws:backup:eu-central-1:111122223333:backup-plan:p1/selection/s1",
				"region": "eu-central-1",
				"resources": ["arn:aws:ec2:*:*:volume/*"],
				"not_resources": [],
				"tag_conditions": [],
				"conditions": {
					"string_not_like": [
						{"condition_key": "aws:ResourceTag/backup", "condition_value": "da*"},
					],
				},
			},
		],
	})
	volume_in_backup_plan.fail == {"no backup plan covers it"}
		with input as golden
		with data.resources as others
	not volume_in_backup_plan.pass with input as golden with data.resources as others
}
