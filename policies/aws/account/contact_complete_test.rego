package aws.account.contact_complete_test

import rego.v1

import data.aws.account.contact_complete

golden := {
	"id": "111122223333",
	"kind": "aws.account.contacts",
	"source": "111122223333",
	"company": "Acme",
	"has_phone": true,
	"verification": "VERIFIED",
}

test_passes_when_complete if {
	contact_complete.pass with input as golden
	count(contact_complete.fail) == 0 with input as golden
}

test_passes_where_verification_is_not_told if {
	resource := object.union(golden, {"verification": null})
	contact_complete.pass with input as resource
	count(contact_complete.fail) == 0 with input as resource
}

test_fails_without_company if {
	resource := object.union(golden, {"company": null})
	contact_complete.fail == {"no company is named"} with input as resource
	not contact_complete.pass with input as resource
}

test_fails_without_telephone if {
	resource := object.union(golden, {"has_phone": false})
	contact_complete.fail == {"there is no telephone number"} with input as resource
	not contact_complete.pass with input as resource
}

test_fails_when_not_verified if {
	resource := object.union(golden, {"verification": "UNVERIFIED"})
	contact_complete.fail == {"the details are not verified"} with input as resource
	not contact_complete.pass with input as resource
}
