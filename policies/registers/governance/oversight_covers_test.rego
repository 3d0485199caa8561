package registers.governance.oversight_covers_test

import rego.v1

import data.registers.governance.oversight_covers

golden := {
	"id": "oversight_covers-1",
	"kind": "registers.governance.oversight",
	"source": "registers",
	"topics": ["Status", "risks", "incidents", "actions"],
	"decisions": ["fund the key store"],
	"attendees": ["alice"],
}

params := {"topics": ["status", "risks", "incidents", "actions"]}

test_passes_when_whole if {
	oversight_covers.pass with input as golden with data.params as params
	count(oversight_covers.fail) == 0 with input as golden with data.params as params
}

test_fails_when_not if {
	resource := object.union(golden, {"topics": ["status", "risks", "incidents"], "decisions": [], "attendees": []})
	oversight_covers.fail == {
		"actions was not dealt with",
		"nothing was decided",
		"nobody is entered as present",
	}
		with input as resource
		with data.params as params
	not oversight_covers.pass with input as resource with data.params as params
}
