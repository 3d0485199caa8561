package registers.asset.retention_set_test

import rego.v1

import data.registers.asset.retention_set

golden := {
	"id": "retention_set-1",
	"kind": "registers.asset.asset",
	"source": "registers",
	"type": "information",
	"retention_days": 365,
	"disposed_at": null,
}

test_passes_when_set if {
	retention_set.pass with input as golden
	count(retention_set.fail) == 0 with input as golden
	count(retention_set.not_applicable) == 0 with input as golden
}

test_fails_when_not if {
	resource := object.union(golden, {"retention_days": null})
	retention_set.fail == {"no time is set"} with input as resource
	not retention_set.pass with input as resource
	count(retention_set.not_applicable) == 0 with input as resource
}

test_skips_others if {
	resource := object.union(golden, {"type": "site", "retention_days": null})
	retention_set.not_applicable == {"it is not information"} with input as resource
	not retention_set.pass with input as resource
	count(retention_set.fail) == 0 with input as resource
}

test_skips_disposed if {
	resource := object.union(golden, {"disposed_at": "2026-10-01T00:00:00Z"})
	retention_set.not_applicable == {"it was disposed of"} with input as resource
	not retention_set.pass with input as resource
	count(retention_set.fail) == 0 with input as resource
}
