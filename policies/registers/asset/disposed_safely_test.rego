package registers.asset.disposed_safely_test

import rego.v1

import data.registers.asset.disposed_safely

golden := {
	"id": "disposed_safely-1",
	"kind": "registers.asset.asset",
	"source": "registers",
	"disposed_at": "2026-10-01T00:00:00Z",
	"disposal": "shredded",
	"attachments": [{"path": "files/c.pdf"}],
}

test_passes_with_proof if {
	disposed_safely.pass with input as golden
	count(disposed_safely.fail) == 0 with input as golden
	count(disposed_safely.not_applicable) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"disposal": null, "attachments": []})
	disposed_safely.fail == {"the method is not entered", "no proof is attached"}
		with input as resource
	not disposed_safely.pass with input as resource
	count(disposed_safely.not_applicable) == 0 with input as resource
}

test_skips_in_use if {
	resource := object.union(golden, {"disposed_at": null})
	disposed_safely.not_applicable == {"it is in use"} with input as resource
	not disposed_safely.pass with input as resource
	count(disposed_safely.fail) == 0 with input as resource
}
