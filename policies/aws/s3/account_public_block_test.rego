package aws.s3.account_public_block_test

import rego.v1

import data.aws.s3.account_public_block

golden := {
	"id": "111122223333",
	"kind": "aws.s3.account",
	"source": "111122223333",
	"public_access_block": {
		"block_public_acls": true,
		"ignore_public_acls": true,
		"block_public_policy": true,
		"restrict_public_buckets": true,
	},
}

test_passes_with_all_four if {
	account_public_block.pass with input as golden
	count(account_public_block.fail) == 0 with input as golden
}

test_fails_without_a_block if {
	resource := object.union(golden, {"public_access_block": null})
	account_public_block.fail == {"the account has no public access block"} with input as resource
	not account_public_block.pass with input as resource
}

test_fails_with_one_flag_off if {
	resource := object.union(golden, {"public_access_block": {"ignore_public_acls": false}})
	account_public_block.fail == {"ignore_public_acls is off"} with input as resource
	not account_public_block.pass with input as resource
}

test_fails_with_two_flags_off if {
	resource := object.union(golden, {"public_access_block": {"ignore_public_acls": false, "restrict_public_buckets": false}})
	account_public_block.fail == {"ignore_public_acls is off", "restrict_public_buckets is off"}
		with input as resource
	not account_public_block.pass with input as resource
}
