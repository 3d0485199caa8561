package aws.dms.mongodb_authentication_test

import rego.v1

import data.aws.dms.mongodb_authentication

golden := {
	"id": "arn:aws:dms:eu-central-1:111122223333:endpoint:SRC1",
	"kind": "aws.dms.endpoint",
	"source": "111122223333",
	"name": "source",
	"engine": "mongodb",
	"mongodb_auth_type": "password",
}

test_passes_with_a_password if {
	mongodb_authentication.pass with input as golden
	count(mongodb_authentication.fail) == 0 with input as golden
	count(mongodb_authentication.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"mongodb_auth_type": "no"})
	mongodb_authentication.fail == {"it signs in without a password"} with input as resource
	not mongodb_authentication.pass with input as resource
	count(mongodb_authentication.not_applicable) == 0 with input as resource
}

test_fails_when_not_said if {
	resource := object.union(golden, {"mongodb_auth_type": null})
	mongodb_authentication.fail == {"it signs in without a password"} with input as resource
	not mongodb_authentication.pass with input as resource
	count(mongodb_authentication.not_applicable) == 0 with input as resource
}

test_not_applicable_to_others if {
	resource := object.union(golden, {"engine": "mysql", "mongodb_auth_type": null})
	mongodb_authentication.not_applicable == {"it is an endpoint of mysql"} with input as resource
	not mongodb_authentication.pass with input as resource
	count(mongodb_authentication.fail) == 0 with input as resource
}
