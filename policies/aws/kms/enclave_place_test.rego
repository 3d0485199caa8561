package aws.kms.enclave_place_test

import rego.v1

import data.aws.kms.enclave_place

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

with_the_account_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {
				"StringEquals": {
					"kms:RecipientAttestation:PCR0": [
						"abababababababababababababababababababababababababababababababababababababababababababababababab",
					],
					"aws:PrincipalAccount": ["111122223333"],
				},
			},
		},
	],
}

with_the_image_alone_policy := {
	"Statement": [
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
					"kms:RecipientAttestation:PCR2": [
						"abababababababababababababababababababababababababababababababababababababababababababababababab",
					],
				},
			},
		},
	],
}

test_passes_with_the_role if {
	enclave_place.pass with input as golden with data.resources as resources
	count(enclave_place.fail) == 0 with input as golden with data.resources as resources
	count(enclave_place.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_with_the_account if {
	resource := object.union(golden, {"policy": with_the_account_policy})
	enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.fail) == 0 with input as resource with data.resources as resources
	count(enclave_place.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_the_image_alone if {
	resource := object.union(golden, {"policy": with_the_image_alone_policy})
	enclave_place.fail == {"statement 1 binds the image, not where it runs"}
		with input as resource
		with data.resources as resources
	not enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_without_attestation if {
	resource := object.union(golden, {
		"policy": {
			"Statement": [
				{
					"Effect": "Allow",
					"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
					"Action": ["kms:Decrypt"],
					"Resource": ["*"],
				},
			],
		},
	})
	enclave_place.not_applicable == {"no statement asks for attestation, which another policy judges"}
		with input as resource
		with data.resources as resources
	not enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	enclave_place.not_applicable == {"a service of AWS keeps the key"}
		with input as resource
		with data.resources as resources
	not enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	enclave_place.not_applicable == {"the key is PendingDeletion"}
		with input as resource
		with data.resources as resources
	not enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.fail) == 0 with input as resource with data.resources as resources
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
	enclave_place.not_applicable == {"the key does not serve enclaves"}
		with input as resource
		with data.resources as resources
	not enclave_place.pass with input as resource with data.resources as resources
	count(enclave_place.fail) == 0 with input as resource with data.resources as resources
}
