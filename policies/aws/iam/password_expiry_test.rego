package aws.iam.password_expiry_test

import rego.v1

import data.aws.iam.password_expiry

golden := {
	"id": "arn:aws:iam::111122223333:root",
	"kind": "aws.iam.account",
	"source": "111122223333",
	"password_policy": {"max_password_age": 90},
}

resources := {"aws.iam.user": [{"id": "arn:aws:iam::111122223333:user/alice", "credentials": {"password_enabled": true}}]}

params := {"max_age_days": 90}

given(age) := object.union(golden, {"password_policy": {"max_password_age": age}})

test_passes_at_the_limit if {
	password_expiry.pass with input as golden with data.resources as resources with data.params as params
	count(password_expiry.fail) == 0 with input as golden with data.resources as resources with data.params as params
}

test_fails_beyond if {
	password_expiry.fail == {"passwords end after 91 days"}
		with input as given(91)
		with data.resources as resources
		with data.params as params
	not password_expiry.pass with input as given(91) with data.resources as resources with data.params as params
}

test_fails_without_an_end if {
	password_expiry.fail == {"passwords never end"}
		with input as given(null)
		with data.resources as resources
		with data.params as params
	password_expiry.fail == {"passwords never end"}
		with input as given(0)
		with data.resources as resources
		with data.params as params
}

test_fails_without_a_policy if {
	resource := object.union(golden, {"password_policy": null})
	password_expiry.fail == {"the account has no password policy"}
		with input as resource
		with data.resources as resources
		with data.params as params
}

test_not_applicable_without_passwords if {
	none := {"aws.iam.user": []}
	password_expiry.not_applicable == {"no user has a console password"}
		with input as golden
		with data.resources as none
		with data.params as params
	not password_expiry.pass with input as golden with data.resources as none with data.params as params
}
