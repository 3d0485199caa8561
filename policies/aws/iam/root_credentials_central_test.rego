package aws.iam.root_credentials_central_test

import rego.v1

import data.aws.iam.root_credentials_central

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"organization_features": ["RootCredentialsManagement"],
}

test_passes_when_on if {
	root_credentials_central.pass with input as golden
	count(root_credentials_central.fail) == 0 with input as golden
	count(root_credentials_central.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"organization_features": ["RootSessions"]})
	root_credentials_central.fail == {"central management of root credentials is off"} with input as resource
	not root_credentials_central.pass with input as resource
}

test_not_applicable_elsewhere if {
	resource := object.union(golden, {"organization_features": null})
	root_credentials_central.not_applicable == {"the account does not manage an organisation"} with input as resource
	not root_credentials_central.pass with input as resource
	count(root_credentials_central.fail) == 0 with input as resource
}
