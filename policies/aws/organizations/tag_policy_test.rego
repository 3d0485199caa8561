package aws.organizations.tag_policy_test

import rego.v1

import data.aws.organizations.tag_policy

golden := {
	"id": "111122223333",
	"kind": "aws.organizations.account",
	"source": "111122223333",
	"organization_id": "o-abc1234567",
	"tag_policy": {"tags": {"owner": {"tag_key": "owner"}}},
}

test_passes_with_a_policy if {
	tag_policy.pass with input as golden
	count(tag_policy.fail) == 0 with input as golden
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"tag_policy": null})
	tag_policy.fail == {"no tag policy reaches the account"} with input as resource
	not tag_policy.pass with input as resource
}

test_fails_without_an_organisation if {
	resource := object.union(golden, {"organization_id": null, "tag_policy": null})
	tag_policy.fail == {"the account belongs to no organisation"} with input as resource
	not tag_policy.pass with input as resource
}
