package aws.kms.enclave_images_test

import rego.v1

import data.aws.kms.enclave_images

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
					},
				},
			},
		],
	},
}

params := {
	"approved_measurements": [
		"ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB",
	],
}

resources := {
	"aws.kms.alias": [{"id": "arn:aws:kms:eu-central-1:111122223333:alias/app", "name": "alias/app", "key_id": "1"}],
}

with_any_image_policy := {
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

test_passes_when_approved if {
	enclave_images.pass with input as golden with data.params as params with data.resources as resources
	count(enclave_images.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(enclave_images.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_fails_when_not_approved if {
	enclave_images.fail == {"statement 2 trusts pcr0 abababababab…, which is not approved"}
		with input as golden
		with data.params as object.union(params, {"approved_measurements": []})
		with data.resources as resources
	not enclave_images.pass
		with input as golden
		with data.params as object.union(params, {"approved_measurements": []})
		with data.resources as resources
	count(enclave_images.not_applicable) == 0
		with input as golden
		with data.params as object.union(params, {"approved_measurements": []})
		with data.resources as resources
}

test_fails_with_any_image if {
	resource := object.union(golden, {"policy": with_any_image_policy})
	enclave_images.fail == {"statement 1 admits any image"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_images.pass with input as resource with data.params as params with data.resources as resources
	count(enclave_images.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
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
	enclave_images.fail == {"statement 1 admits any image"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_images.pass with input as resource with data.params as params with data.resources as resources
	count(enclave_images.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	enclave_images.not_applicable == {"a service of AWS keeps the key"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_images.pass with input as resource with data.params as params with data.resources as resources
	count(enclave_images.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	enclave_images.not_applicable == {"the key is PendingDeletion"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_images.pass with input as resource with data.params as params with data.resources as resources
	count(enclave_images.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
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
	enclave_images.not_applicable == {"the key does not serve enclaves"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not enclave_images.pass with input as resource with data.params as params with data.resources as resources
	count(enclave_images.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
}
