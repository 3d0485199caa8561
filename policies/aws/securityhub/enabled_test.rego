package aws.securityhub.enabled_test

import rego.v1

import data.aws.securityhub.enabled

golden := {
	"id": "111122223333/eu-central-1",
	"kind": "aws.securityhub.region",
	"source": "111122223333",
	"hub_arn": "arn:aws:securityhub:eu-central-1:111122223333:hub/default",
	"standards": [
		{
			"standards_arn": "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
			"standards_status": "READY",
		},
	],
	"products": [],
}

test_passes_with_a_standard if {
	enabled.pass with input as golden
	count(enabled.fail) == 0 with input as golden
}

test_passes_with_a_product if {
	resource := object.union(golden, {
		"standards": [],
		"products": ["arn:aws:securityhub:eu-central-1:111122223333:product-subscription/aws/guardduty"],
	})
	enabled.pass with input as resource
	count(enabled.fail) == 0 with input as resource
}

test_fails_when_off if {
	resource := object.union(golden, {"hub_arn": null, "standards": []})
	enabled.fail == {"Security Hub is off"} with input as resource
	not enabled.pass with input as resource
}

test_fails_with_nothing if {
	resource := object.union(golden, {"standards": []})
	enabled.fail == {"Security Hub is on, with no standard that works and no product"} with input as resource
	not enabled.pass with input as resource
}

test_fails_with_a_broken_standard if {
	resource := object.union(golden, {
		"standards": [
			{
				"standards_arn": "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
				"standards_status": "FAILED",
			},
		],
	})
	enabled.fail == {"Security Hub is on, with no standard that works and no product"} with input as resource
	not enabled.pass with input as resource
}
