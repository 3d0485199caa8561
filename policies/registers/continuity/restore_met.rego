# METADATA
# title: Restores meet their objectives
# description: >-
#   A backup is a promise; a restore is the proof. It counts only if the system was back in time,
#   with data recent enough, and somebody checked the data.
# custom:
#   kind: registers.continuity.restore_test
#   needs: [started_at, restored_at, data_from, rto_minutes, rpo_minutes, integrity_checked]
#   severity: high
#   requirements:
#     soc2: [A1.3, CC7.5]
#     nis2: [art.21.2.c, ir.4.2.6, ir.4.2.3, ir.4.2.2.e]
#     iso27001: [A.8.13, A.5.30]
#   remediation: >-
#     Find out why the restore missed its objective, mend it, and test again.
package registers.continuity.restore_met

import rego.v1

import data.lib.days

minute := 60000000000

took := days.elapsed(input.started_at, input.restored_at)

lost := days.elapsed(input.data_from, input.started_at)

wrong contains sprintf("it took %d minutes, allowed are %d", [ceil(took / minute), input.rto_minutes]) if took > input.rto_minutes * minute

wrong contains sprintf("%d minutes of data were lost, allowed are %d", [ceil(lost / minute), input.rpo_minutes]) if lost > input.rpo_minutes * minute

wrong contains "the restored data was not checked" if input.integrity_checked == false

pass if {
	took <= input.rto_minutes * minute
	lost <= input.rpo_minutes * minute
	input.integrity_checked == true
}

fail contains reason if some reason in wrong
