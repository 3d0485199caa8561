package aws.ssm.document_not_shared_test

import rego.v1

import data.aws.ssm.document_not_shared

golden := {
	"id": "arn:aws:ssm:eu-central-1:111122223333:document/restart",
	"kind": "aws.ssm.document",
	"source": "111122223333",
	"name": "restart",
	"shared_with": [],
}

params := {"approved_accounts": []}

test_passes_when_not_shared if {
	document_not_shared.pass with input as golden with data.params as params
	count(document_not_shared.fail) == 0 with input as golden with data.params as params
}

test_passes_with_the_own_account if {
	resource := object.union(golden, {"shared_with": ["111122223333"]})
	document_not_shared.pass with input as resource with data.params as params
	count(document_not_shared.fail) == 0 with input as resource with data.params as params
}

test_passes_when_approved if {
	resource := object.union(golden, {"shared_with": ["444455556666"]})
	document_not_shared.pass
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
	count(document_not_shared.fail) == 0
		with input as resource
		with data.params as object.union(params, {"approved_accounts": ["444455556666"]})
}

test_fails_for_everybody if {
	resource := object.union(golden, {"shared_with": ["all"]})
	document_not_shared.fail == {"everybody may use the document"}
		with input as resource
		with data.params as params
	not document_not_shared.pass with input as resource with data.params as params
}

test_fails_for_others if {
	resource := object.union(golden, {"shared_with": ["444455556666"]})
	document_not_shared.fail == {"account 444455556666 may use the document and is not approved"}
		with input as resource
		with data.params as params
	not document_not_shared.pass with input as resource with data.params as params
}
