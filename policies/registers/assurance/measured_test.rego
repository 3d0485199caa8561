package registers.assurance.measured_test

import rego.v1

import data.registers.assurance.measured

golden := {
	"id": "measured-1",
	"kind": "registers.assurance.metric",
	"source": "registers",
	"every_days": 90,
	"measured_at": "2026-10-01T00:00:00Z",
	"result": "98 %",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_measured if {
	measured.pass with input as golden with data.run as run
	count(measured.fail) == 0 with input as golden with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"measured_at": null, "result": null})
	measured.fail == {"it was never measured"} with input as resource with data.run as run
	not measured.pass with input as resource with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"measured_at": "2020-01-01T00:00:00Z", "result": null})
	measured.fail == {
		"it was last measured on 2020-01-01T00:00:00Z, planned is every 90 days",
		"the result is not entered",
	}
		with input as resource
		with data.run as run
	not measured.pass with input as resource with data.run as run
}
