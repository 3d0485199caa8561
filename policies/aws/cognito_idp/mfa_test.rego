package aws.cognito_idp.mfa_test

import rego.v1

import data.aws.cognito_idp.mfa

golden := {
	"id": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_abc",
	"kind": "aws.cognito_idp.user_pool",
	"source": "111122223333",
	"name": "customers",
	"mfa": "ON",
}

test_passes_when_on if {
	mfa.pass with input as golden
	count(mfa.fail) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"mfa": "OFF"})
	mfa.fail == {"a second factor is never asked for"} with input as resource
	not mfa.pass with input as resource
}

test_fails_when_optional if {
	resource := object.union(golden, {"mfa": "OPTIONAL"})
	mfa.fail == {"a second factor is left to the user"} with input as resource
	not mfa.pass with input as resource
}
