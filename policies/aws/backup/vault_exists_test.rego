package aws.backup.vault_exists_test

import rego.v1

import data.aws.backup.vault_exists

golden := {"id": "111122223333", "kind": "aws.backup.account", "source": "111122223333"}

resources := {"aws.backup.vault": [{"id": "one"}]}

test_passes_with_one if {
	vault_exists.pass with input as golden with data.resources as resources
	count(vault_exists.fail) == 0 with input as golden with data.resources as resources
}

test_fails_without if {
	vault_exists.fail == {"the account has no backup vault"}
		with input as golden
		with data.resources as {"aws.backup.vault": []}
	not vault_exists.pass with input as golden with data.resources as {"aws.backup.vault": []}
}
