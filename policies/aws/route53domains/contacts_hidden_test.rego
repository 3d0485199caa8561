package aws.route53domains.contacts_hidden_test

import rego.v1

import data.aws.route53domains.contacts_hidden

golden := {
	"id": "arn:aws:route53:::domain/example.com",
	"kind": "aws.route53domains.domain",
	"source": "111122223333",
	"admin_privacy": true,
	"registrant_privacy": true,
	"tech_privacy": true,
}

test_passes_when_hidden if {
	contacts_hidden.pass with input as golden
	count(contacts_hidden.fail) == 0 with input as golden
}

test_fails_for_the_administrator if {
	resource := object.union(golden, {"admin_privacy": false})
	contacts_hidden.fail == {"the administrative contact is public"} with input as resource
	not contacts_hidden.pass with input as resource
}

test_fails_for_the_others if {
	resource := object.union(golden, {"registrant_privacy": false, "tech_privacy": false})
	contacts_hidden.fail == {"the owner is public", "the technical contact is public"} with input as resource
	not contacts_hidden.pass with input as resource
}
