package aws.codebuild.reports_encrypted_test

import rego.v1

import data.aws.codebuild.reports_encrypted

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:report-group/web",
	"kind": "aws.codebuild.report_group",
	"source": "111122223333",
	"export": {
		"export_config_type": "S3",
		"s3_destination": {"bucket": "acme", "encryption_disabled": false},
	},
}

test_passes_when_encrypted if {
	reports_encrypted.pass with input as golden
	count(reports_encrypted.fail) == 0 with input as golden
	count(reports_encrypted.not_applicable) == 0 with input as golden
}

test_fails_when_disabled if {
	resource := object.union(golden, {
		"export": {
			"export_config_type": "S3",
			"s3_destination": {
				"bucket": "acme",
				"encryption_disabled": true,
			},
		},
	})
	reports_encrypted.fail == {"encryption of exported reports is disabled"} with input as resource
	not reports_encrypted.pass with input as resource
	count(reports_encrypted.not_applicable) == 0 with input as resource
}

test_not_applicable_without_an_export if {
	resource := object.union(object.remove(golden, ["export"]), {"export": {"export_config_type": "NO_EXPORT"}})
	reports_encrypted.not_applicable == {"reports are not exported"} with input as resource
	not reports_encrypted.pass with input as resource
	count(reports_encrypted.fail) == 0 with input as resource
}

test_not_applicable_when_not_set if {
	resource := object.union(golden, {"export": null})
	reports_encrypted.not_applicable == {"no export is set"} with input as resource
	not reports_encrypted.pass with input as resource
	count(reports_encrypted.fail) == 0 with input as resource
}
