package aws.kms.enclave_no_debug_test

import rego.v1

import data.aws.kms.enclave_no_debug

golden := {
	"id": "arn:aws:kms:eu-central-1:111122223333:key/1",
	"kind": "aws.kms.key",
	"source": "111122223333",
	"manager": "CUSTOMER",
	"state": "Enabled",
	"description": "for the enclave",
	"tags": {},
	"policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::111122223333:role/keys"]},
				"Action": ["kms:Describe*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
				"Resource": ["*"],
			},
			{
				"Effect": "Allow",
				"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
				"Action": ["kms:Decrypt"],
				"Resource": ["*"],
				"Condition": {
					"StringEqualsIgnoreCase": {
						"kms:RecipientAttestation:PCR0": [
							"abababababababababababababababababababababababababababababababababababababababababababababababab",
						],
						"kms:RecipientAttestation:PCR3": [
							"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
						],
					},
				},
			},
		],
	},
}

resources := {
	"aws.kms.alias": [{"id": "arn:aws:kms:eu-central-1:111122223333:alias/app", "name": "alias/app", "key_id": "1"}],
}

with_zeros_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEqualsIgnoreCase": {
					"kms:RecipientAttestation:PCR0": [
						"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
					],
				},
			},
		},
	],
}

with_zeros_in_base64_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEqualsIgnoreCase": {
					"kms:RecipientAttestation:PCR0": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
				},
			},
		},
	],
}

with_zeros_beside_the_image_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEqualsIgnoreCase": {
					"kms:RecipientAttestation:ImageSha384": [
						"abababababababababababababababababababababababababababababababababababababababababababababababab",
						"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
					],
				},
			},
		},
	],
}

with_the_role_alone_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEqualsIgnoreCase": {
					"kms:RecipientAttestation:PCR3": [
						"abababababababababababababababababababababababababababababababababababababababababababababababab",
					],
				},
			},
		},
	],
}

test_passes_with_the_image if {
	enclave_no_debug.pass with input as golden with data.resources as resources
	count(enclave_no_debug.fail) == 0 with input as golden with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as golden with data.resources as resources
}

test_fails_with_zeros if {
	resource := object.union(golden, {"policy": with_zeros_policy})
	enclave_no_debug.fail == {"statement 1 gives secrets to enclaves in debug mode"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_zeros_in_base64 if {
	resource := object.union(golden, {"policy": with_zeros_in_base64_policy})
	enclave_no_debug.fail == {"statement 1 gives secrets to enclaves in debug mode"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_zeros_beside_the_image if {
	resource := object.union(golden, {"policy": with_zeros_beside_the_image_policy})
	enclave_no_debug.fail == {"statement 1 gives secrets to enclaves in debug mode"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_the_role_alone if {
	resource := object.union(golden, {"policy": with_the_role_alone_policy})
	enclave_no_debug.fail == {"statement 1 gives secrets to enclaves in debug mode"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_without_attestation if {
	resource := object.union(golden, {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
					"Action": ["kms:*"],
					"Resource": ["*"],
				},
			],
		},
	})
	enclave_no_debug.fail == {"statement 1 gives secrets to enclaves in debug mode"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	enclave_no_debug.not_applicable == {"a service of AWS keeps the key"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	enclave_no_debug.not_applicable == {"the key is PendingDeletion"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_for_other_keys if {
	resource := object.union(golden, {
		"description": "",
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
					"Action": ["kms:*"],
					"Resource": ["*"],
				},
			],
		},
	})
	enclave_no_debug.not_applicable == {"the key does not serve enclaves"}
		with input as resource
		with data.resources as resources
	not enclave_no_debug.pass with input as resource with data.resources as resources
	count(enclave_no_debug.fail) == 0 with input as resource with data.resources as resources
}
