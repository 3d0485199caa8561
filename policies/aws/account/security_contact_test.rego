package aws.account.security_contact_test

import rego.v1

import data.aws.account.security_contact

golden := {
	"id": "111122223333",
	"kind": "aws.account.contacts",
	"source": "111122223333",
	"has_security_email": true,
	"has_security_phone": true,
}

test_passes_with_a_contact if {
	security_contact.pass with input as golden
	count(security_contact.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"has_security_email": false, "has_security_phone": false})
	security_contact.fail == {"no security contact is registered"} with input as resource
	not security_contact.pass with input as resource
}

test_fails_without_mail if {
	resource := object.union(golden, {"has_security_email": false})
	security_contact.fail == {"the security contact has no e-mail address"} with input as resource
	not security_contact.pass with input as resource
}

test_fails_without_telephone if {
	resource := object.union(golden, {"has_security_phone": false})
	security_contact.fail == {"the security contact has no telephone number"} with input as resource
	not security_contact.pass with input as resource
}
