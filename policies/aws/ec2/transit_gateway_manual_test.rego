package aws.ec2.transit_gateway_manual_test

import rego.v1

import data.aws.ec2.transit_gateway_manual

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:transit-gateway/tgw-1",
	"kind": "aws.ec2.transit_gateway",
	"source": "111122223333",
	"auto_accept": "disable",
}

test_passes_when_off if {
	transit_gateway_manual.pass with input as golden
	count(transit_gateway_manual.fail) == 0 with input as golden
}

test_fails_when_on if {
	resource := object.union(golden, {"auto_accept": "enable"})
	transit_gateway_manual.fail == {"attachments of other accounts are accepted without a look"}
		with input as resource
	not transit_gateway_manual.pass with input as resource
}
