package registers.governance.measures_whole_test

import rego.v1

import data.registers.governance.measures_whole

golden := {
	"id": "measures",
	"kind": "registers.governance.measure_set",
	"source": "registers",
	"measures": ["m1"],
	"planned": [],
	"left_out": [],
}

test_passes_when_whole if {
	measures_whole.pass with input as golden
	count(measures_whole.fail) == 0 with input as golden
}

test_fails_empty if {
	resource := object.union(golden, {"measures": []})
	measures_whole.fail == {"there is no measure"} with input as resource
	not measures_whole.pass with input as resource
}

test_fails_when_not if {
	resource := object.union(golden, {"planned": ["m2"], "left_out": ["m3"]})
	measures_whole.fail == {"m2 is only planned", "m3 is left out without a reason"}
		with input as resource
	not measures_whole.pass with input as resource
}
