package aws.iam.single_active_key_test

import rego.v1

import data.aws.iam.single_active_key

golden := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"kind": "aws.iam.user",
	"source": "111122223333",
	"name": "alice",
}

first := {"id": "arn:aws:iam::111122223333:user/alice/access_key_1", "active": true}

second := {"id": "arn:aws:iam::111122223333:user/alice/access_key_2", "active": true}

of_bob := {"id": "arn:aws:iam::111122223333:user/bob/access_key_1", "active": true}

resources := {"aws.iam.access_key": [first, of_bob]}

test_passes_with_one_key if {
	single_active_key.pass with input as golden with data.resources as resources
	count(single_active_key.fail) == 0 with input as golden with data.resources as resources
}

test_passes_without_keys if {
	single_active_key.pass with input as golden with data.resources as {"aws.iam.access_key": []}
	count(single_active_key.fail) == 0 with input as golden with data.resources as {"aws.iam.access_key": []}
}

test_passes_with_an_inactive_second_key if {
	single_active_key.pass
		with input as golden
		with data.resources as {"aws.iam.access_key": [first, object.union(second, {"active": false})]}
	count(single_active_key.fail) == 0
		with input as golden
		with data.resources as {"aws.iam.access_key": [first, object.union(second, {"active": false})]}
}

test_fails_with_two_keys if {
	single_active_key.fail == {"2 access keys are active"}
		with input as golden
		with data.resources as {"aws.iam.access_key": [first, second, of_bob]}
	not single_active_key.pass
		with input as golden
		with data.resources as {"aws.iam.access_key": [first, second, of_bob]}
}
