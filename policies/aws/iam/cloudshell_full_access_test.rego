package aws.iam.cloudshell_full_access_test

import rego.v1

import data.aws.iam.cloudshell_full_access

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"aws_policy_holders": {"AWSCloudShellFullAccess": {"users": [], "groups": [], "roles": []}},
}

test_passes_with_nobody if {
	cloudshell_full_access.pass with input as golden
	count(cloudshell_full_access.fail) == 0 with input as golden
}

test_fails_for_each_holder if {
	resource := object.union(golden, {"aws_policy_holders": {"AWSCloudShellFullAccess": {"users": ["alice"], "roles": ["dev"]}}})
	cloudshell_full_access.fail == {"the user alice has AWSCloudShellFullAccess", "the role dev has AWSCloudShellFullAccess"}
		with input as resource
	not cloudshell_full_access.pass with input as resource
}
