package aws.cloudfront.field_encryption_test

import rego.v1

import data.aws.cloudfront.field_encryption

golden := {
	"id": "arn:aws:cloudfront::111122223333:distribution/E1",
	"kind": "aws.cloudfront.distribution",
	"source": "111122223333",
	"default_behavior": {"field_level_encryption_id": "C1"},
	"behaviors": [],
}

test_passes_by_default if {
	field_encryption.pass with input as golden
	count(field_encryption.fail) == 0 with input as golden
}

test_passes_on_a_path if {
	resource := object.union(golden, {
		"default_behavior": {
			"field_level_encryption_id": "",
		},
		"behaviors": [
			{
				"path_pattern": "/pay",
				"field_level_encryption_id": "C1",
			},
		],
	})
	field_encryption.pass with input as resource
	count(field_encryption.fail) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {
		"default_behavior": {
			"field_level_encryption_id": "",
		},
		"behaviors": [
			{
				"path_pattern": "/pay",
				"field_level_encryption_id": "",
			},
		],
	})
	field_encryption.fail == {"no behaviour encrypts fields"} with input as resource
	not field_encryption.pass with input as resource
}

test_fails_when_not_told if {
	resource := object.union(object.remove(golden, ["default_behavior"]), {"default_behavior": {}})
	field_encryption.fail == {"no behaviour encrypts fields"} with input as resource
	not field_encryption.pass with input as resource
}
