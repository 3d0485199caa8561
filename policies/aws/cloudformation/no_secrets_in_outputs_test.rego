package aws.cloudformation.no_secrets_in_outputs_test

import rego.v1

import data.aws.cloudformation.no_secrets_in_outputs

golden := {
	"id": "arn:aws:cloudformation:eu-central-1:111122223333:stack/base/1",
	"kind": "aws.cloudformation.stack",
	"source": "111122223333",
	"outputs": [{"output_key": "VpcId", "output_value": "vpc-1"}],
}

test_passes_with_plain_outputs if {
	no_secrets_in_outputs.pass with input as golden
	count(no_secrets_in_outputs.fail) == 0 with input as golden
}

test_passes_without_outputs if {
	resource := object.union(golden, {"outputs": []})
	no_secrets_in_outputs.pass with input as resource
	count(no_secrets_in_outputs.fail) == 0 with input as resource
}

test_fails_with_a_secret if {
	outputs := [{"output_key": "VpcId", "output_value": "vpc-1"}, {"output_key": "Login", "output_value": "[redacted:assigned]"}]
	resource := object.union(golden, {"outputs": outputs})
	no_secrets_in_outputs.fail == {"the output Login looks like a secret"} with input as resource
	not no_secrets_in_outputs.pass with input as resource
}
