package aws.efs.user_enforced_test

import rego.v1

import data.aws.efs.user_enforced

golden := {
	"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1",
	"kind": "aws.efs.file_system",
	"source": "111122223333",
	"name": "home",
	"region": "eu-central-1",
	"file_system_id": "fs-1",
}

resources := {
	"aws.efs.access_point": [
		{
			"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-1",
			"access_point_id": "fsap-1",
			"file_system_id": "fs-1",
			"root_directory": "/app",
			"posix_user": {"uid": 1000, "gid": 1000},
		},
		{
			"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-2",
			"access_point_id": "fsap-2",
			"file_system_id": "fs-2",
			"root_directory": "/",
			"posix_user": null,
		},
	],
}

test_passes_with_a_user if {
	user_enforced.pass with input as golden with data.resources as resources
	count(user_enforced.fail) == 0 with input as golden with data.resources as resources
	count(user_enforced.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	others := {
		"aws.efs.access_point": [
			{
				"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-1",
				"access_point_id": "fsap-1",
				"file_system_id": "fs-1",
				"root_directory": "/app",
				"posix_user": null,
			},
		],
	}
	user_enforced.fail == {"its access point fsap-1 sets no user"}
		with input as golden
		with data.resources as others
	not user_enforced.pass with input as golden with data.resources as others
	count(user_enforced.not_applicable) == 0 with input as golden with data.resources as others
}

test_not_applicable_without_points if {
	others := {
		"aws.efs.access_point": [
			{
				"id": "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-2",
				"access_point_id": "fsap-2",
				"file_system_id": "fs-2",
				"root_directory": "/",
				"posix_user": null,
			},
		],
	}
	user_enforced.not_applicable == {"it has no access points"}
		with input as golden
		with data.resources as others
	not user_enforced.pass with input as golden with data.resources as others
	count(user_enforced.fail) == 0 with input as golden with data.resources as others
}
