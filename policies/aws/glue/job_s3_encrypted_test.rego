package aws.glue.job_s3_encrypted_test

import rego.v1

import data.aws.glue.job_s3_encrypted

golden := {
	"id": "arn:aws:glue:eu-central-1:111122223333:job/load",
	"kind": "aws.glue.job",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "load",
	"security_configuration": "sealed",
	"arguments": {},
}

resources := {
	"aws.glue.security_configuration": [
		{
			"id": "arn:aws:glue:eu-central-1:111122223333:securityConfiguration/sealed",
			"region": "eu-central-1",
			"name": "sealed",
			"s3_modes": ["SSE-KMS"],
		},
	],
}

test_passes_encrypted if {
	job_s3_encrypted.pass with input as golden with data.resources as resources
	count(job_s3_encrypted.fail) == 0 with input as golden with data.resources as resources
}

test_passes_by_argument if {
	resource := object.union(object.remove(golden, ["arguments"]), {"security_configuration": null, "arguments": {"--encryption-type": "sse-s3"}})
	job_s3_encrypted.pass with input as resource with data.resources as resources
	count(job_s3_encrypted.fail) == 0 with input as resource with data.resources as resources
}

test_fails_in_the_clear if {
	others := {
		"aws.glue.security_configuration": [
			{
				"id": "arn:aws:glue:eu-central-1:111122223333:securityConfiguration/sealed",
				"region": "eu-central-1",
				"name": "sealed",
				"s3_modes": ["DISABLED"],
			},
		],
	}
	job_s3_encrypted.fail == {"its security configuration sealed leaves it in the clear"}
		with input as golden
		with data.resources as others
	not job_s3_encrypted.pass with input as golden with data.resources as others
}

test_fails_when_it_says_nothing_of_s3 if {
	others := {
		"aws.glue.security_configuration": [
			{
				"id": "arn:aws:glue:eu-central-1:111122223333:securityConfiguration/sealed",
				"region": "eu-central-1",
				"name": "sealed",
				"s3_modes": [],
			},
		],
	}
	job_s3_encrypted.fail == {"its security configuration sealed leaves it in the clear"}
		with input as golden
		with data.resources as others
	not job_s3_encrypted.pass with input as golden with data.resources as others
}

test_fails_without_a_configuration if {
	resource := object.union(golden, {"security_configuration": null})
	job_s3_encrypted.fail == {"it has no security configuration"}
		with input as resource
		with data.resources as resources
	not job_s3_encrypted.pass with input as resource with data.resources as resources
}

test_fails_with_one_of_another_region if {
	others := {
		"aws.glue.security_configuration": [
			{
				"id": "arn:aws:glue:eu-central-1:111122223333:securityConfiguration/sealed",
				"region": "eu-west-1",
				"name": "sealed",
				"s3_modes": ["SSE-KMS"],
			},
		],
	}
	job_s3_encrypted.fail == {"there is no security configuration sealed"}
		with input as golden
		with data.resources as others
	not job_s3_encrypted.pass with input as golden with data.resources as others
}
