package aws.rds.instance_iam_authentication_test

import rego.v1

import data.aws.rds.instance_iam_authentication

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"engine": "postgres",
	"iam_authentication": true,
}

test_passes_when_on if {
	instance_iam_authentication.pass with input as golden
	count(instance_iam_authentication.fail) == 0 with input as golden
	count(instance_iam_authentication.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"iam_authentication": false})
	instance_iam_authentication.fail == {"IAM authentication is off"} with input as resource
	not instance_iam_authentication.pass with input as resource
	count(instance_iam_authentication.not_applicable) == 0 with input as resource
}

test_not_applicable_to_other_engines if {
	resource := object.union(golden, {"engine": "sqlserver-se", "iam_authentication": false})
	instance_iam_authentication.not_applicable == {"sqlserver-se has no IAM authentication"}
		with input as resource
	not instance_iam_authentication.pass with input as resource
	count(instance_iam_authentication.fail) == 0 with input as resource
}
