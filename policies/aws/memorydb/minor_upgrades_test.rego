package aws.memorydb.minor_upgrades_test

import rego.v1

import data.aws.memorydb.minor_upgrades

golden := {
	"id": "arn:aws:memorydb:eu-central-1:111122223333:cluster/carts",
	"kind": "aws.memorydb.cluster",
	"source": "111122223333",
	"name": "carts",
	"auto_minor_version_upgrade": true,
}

test_passes_when_so if {
	minor_upgrades.pass with input as golden
	count(minor_upgrades.fail) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"auto_minor_version_upgrade": false})
	minor_upgrades.fail == {"minor versions are not installed by themselves"} with input as resource
	not minor_upgrades.pass with input as resource
}
