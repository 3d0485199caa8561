package aws.iam.policy_via_group_test

import rego.v1

import data.aws.iam.policy_via_group

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"inline_policies": [],
	"attached_policies": [],
}

test_passes_without_policies if {
	policy_via_group.pass with input as golden
	count(policy_via_group.fail) == 0 with input as golden
}

test_fails_with_an_attached_policy if {
	resource := object.union(golden, {"attached_policies": [{"name": "ReadOnlyAccess", "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]})
	policy_via_group.fail == {"the policy ReadOnlyAccess is attached to the user"} with input as resource
	not policy_via_group.pass with input as resource
}

test_fails_with_an_inline_policy if {
	resource := object.union(golden, {"inline_policies": [{"name": "extra", "document": {"Statement": []}}]})
	policy_via_group.fail == {"the inline policy extra belongs to the user"} with input as resource
	not policy_via_group.pass with input as resource
}
