package aws.backup.vault_encrypted_test

import rego.v1

import data.aws.backup.vault_encrypted

golden := {
	"id": "arn:aws:backup:eu-central-1:111122223333:backup-vault:Default",
	"kind": "aws.backup.vault",
	"source": "111122223333",
	"name": "Default",
	"encryption_key_arn": "arn:aws:kms:eu-central-1:111122223333:key/1",
	"encryption_key_type": "CUSTOMER_MANAGED_KMS_KEY",
}

test_passes_with_a_key if {
	vault_encrypted.pass with input as golden
	count(vault_encrypted.fail) == 0 with input as golden
}

test_passes_with_a_key_of_aws if {
	resource := object.union(golden, {"encryption_key_arn": null, "encryption_key_type": "AWS_OWNED_KMS_KEY"})
	vault_encrypted.pass with input as resource
	count(vault_encrypted.fail) == 0 with input as resource
}

test_passes_when_the_type_is_not_told if {
	resource := object.union(golden, {"encryption_key_type": null})
	vault_encrypted.pass with input as resource
	count(vault_encrypted.fail) == 0 with input as resource
}

test_fails_without if {
	resource := object.union(golden, {"encryption_key_arn": null, "encryption_key_type": null})
	vault_encrypted.fail == {"the vault has no key"} with input as resource
	not vault_encrypted.pass with input as resource
}
