package registers.continuity.restore_met_test

import rego.v1

import data.registers.continuity.restore_met

golden := {
	"id": "restore_met-1",
	"kind": "registers.continuity.restore_test",
	"source": "registers",
	"started_at": "2026-10-01T10:00:00Z",
	"restored_at": "2026-10-01T11:00:00Z",
	"data_from": "2026-10-01T09:45:00Z",
	"rto_minutes": 60,
	"rpo_minutes": 15,
	"integrity_checked": true,
}

test_passes_at_the_limit if {
	restore_met.pass with input as golden
	count(restore_met.fail) == 0 with input as golden
}

test_fails_a_second_late if {
	resource := object.union(golden, {"restored_at": "2026-10-01T11:00:01Z"})
	restore_met.fail == {"it took 61 minutes, allowed are 60"} with input as resource
	not restore_met.pass with input as resource
}

test_fails_when_data_is_lost if {
	resource := object.union(golden, {"data_from": "2026-10-01T09:44:59Z"})
	restore_met.fail == {"16 minutes of data were lost, allowed are 15"} with input as resource
	not restore_met.pass with input as resource
}

test_fails_unchecked if {
	resource := object.union(golden, {"integrity_checked": false})
	restore_met.fail == {"the restored data was not checked"} with input as resource
	not restore_met.pass with input as resource
}
