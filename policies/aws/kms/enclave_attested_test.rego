package aws.kms.enclave_attested_test

import rego.v1

import data.aws.kms.enclave_attested

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

when_others_are_denied_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
		},
		{
			"Effect": "Deny",
			"Principal": {"AWS": ["*"]},
			"Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:GenerateRandom", "kms:DeriveSharedSecret"],
			"Resource": ["*"],
			"Condition": {"Null": {"kms:RecipientAttestation:ImageSha384": ["true"]}},
		},
	],
}

for_the_account_policy := {
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
				},
			},
		},
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
			"Action": ["kms:*"],
			"Resource": ["*"],
		},
	],
}

with_a_wildcard_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {"StringLike": {"kms:RecipientAttestation:PCR0": ["*"]}},
		},
	],
}

when_only_one_action_is_denied_policy := {
	"Statement": [
		{
			"Effect": "Allow",
			"Principal": {"AWS": ["arn:aws:iam::111122223333:role/enclave"]},
			"Action": ["kms:Decrypt", "kms:GenerateDataKey"],
			"Resource": ["*"],
		},
		{
			"Effect": "Deny",
			"Principal": {"AWS": ["*"]},
			"Action": ["kms:Decrypt"],
			"Resource": ["*"],
			"Condition": {"Null": {"kms:RecipientAttestation:ImageSha384": ["true"]}},
		},
	],
}

test_passes_when_attested if {
	enclave_attested.pass with input as golden with data.resources as resources
	count(enclave_attested.fail) == 0 with input as golden with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as golden with data.resources as resources
}

test_passes_when_others_are_denied if {
	resource := object.union(golden, {"policy": when_others_are_denied_policy})
	enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.fail) == 0 with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_for_a_role if {
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
	enclave_attested.fail == {"statement 1 hands out secrets without attestation"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_for_the_account if {
	resource := object.union(golden, {"policy": for_the_account_policy, "description": ""})
	enclave_attested.fail == {"statement 2 hands out secrets without attestation"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_with_a_wildcard if {
	resource := object.union(golden, {"policy": with_a_wildcard_policy})
	enclave_attested.fail == {"statement 1 hands out secrets without attestation"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_only_one_action_is_denied if {
	resource := object.union(golden, {"policy": when_only_one_action_is_denied_policy})
	enclave_attested.fail == {"statement 1 hands out secrets without attestation"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_fails_when_found_by_its_name if {
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
	others := object.union(resources, {"aws.kms.alias": [{"id": "a", "name": "alias/Enclave-key", "key_id": "1"}]})
	enclave_attested.fail == {"statement 1 hands out secrets without attestation"}
		with input as resource
		with data.resources as others
	not enclave_attested.pass with input as resource with data.resources as others
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as others
}

test_fails_when_found_by_its_tags if {
	resource := object.union(golden, {
		"description": "",
		"tags": {"use": "nitro-enclave"},
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
	enclave_attested.fail == {"statement 1 hands out secrets without attestation"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.not_applicable) == 0 with input as resource with data.resources as resources
}

test_not_applicable_for_keys_of_services if {
	resource := object.union(golden, {"manager": "AWS"})
	enclave_attested.not_applicable == {"a service of AWS keeps the key"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.fail) == 0 with input as resource with data.resources as resources
}

test_not_applicable_when_not_in_use if {
	resource := object.union(golden, {"state": "PendingDeletion"})
	enclave_attested.not_applicable == {"the key is PendingDeletion"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.fail) == 0 with input as resource with data.resources as resources
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
	enclave_attested.not_applicable == {"the key does not serve enclaves"}
		with input as resource
		with data.resources as resources
	not enclave_attested.pass with input as resource with data.resources as resources
	count(enclave_attested.fail) == 0 with input as resource with data.resources as resources
}
