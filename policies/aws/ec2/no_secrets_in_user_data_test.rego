package aws.ec2.no_secrets_in_user_data_test

import rego.v1

import data.aws.ec2.no_secrets_in_user_data

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
	"kind": "aws.ec2.instance",
	"source": "111122223333",
	"state": "running",
	"user_data": "IyEvYmluL3NoCg==",
}

test_passes_with_a_script if {
	no_secrets_in_user_data.pass with input as golden
	count(no_secrets_in_user_data.fail) == 0 with input as golden
	count(no_secrets_in_user_data.not_applicable) == 0 with input as golden
}

test_passes_without if {
	resource := object.union(golden, {"user_data": null})
	no_secrets_in_user_data.pass with input as resource
	count(no_secrets_in_user_data.fail) == 0 with input as resource
	count(no_secrets_in_user_data.not_applicable) == 0 with input as resource
}

test_fails_with_a_secret if {
	resource := object.union(golden, {"user_data": "eHhbcmVkYWN0ZWQ6bWVtYmVyXQ=="})
	no_secrets_in_user_data.fail == {"something in the user data looks like a secret"} with input as resource
	not no_secrets_in_user_data.pass with input as resource
	count(no_secrets_in_user_data.not_applicable) == 0 with input as resource
}

test_undecided_when_compressed if {
	resource := object.union(golden, {"user_data": "cGFzc3dvcmQ9W3JlZGFjdGVkOmFzc2lnbmVkXQ=="})
	not no_secrets_in_user_data.pass with input as resource
	count(no_secrets_in_user_data.fail) == 0 with input as resource
	count(no_secrets_in_user_data.not_applicable) == 0 with input as resource
}

test_not_applicable_when_terminated if {
	resource := object.union(golden, {"state": "terminated"})
	no_secrets_in_user_data.not_applicable == {"the instance is terminated"} with input as resource
	not no_secrets_in_user_data.pass with input as resource
	count(no_secrets_in_user_data.fail) == 0 with input as resource
}
