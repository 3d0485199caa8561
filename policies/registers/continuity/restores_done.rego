# METADATA
# title: Each critical system was restored in a test
# description: >-
#   Backups that were never restored fail when they are needed. Each system that must come back
#   is proven to come back.
# custom:
#   kind: registers.organization.entity
#   needs:
#     - critical_systems
#     - registers.continuity.restore_test/system
#     - registers.continuity.restore_test/restored_at
#   severity: high
#   requirements:
#     soc2: [A1.3, CC7.5]
#     nis2: [art.21.2.c, ir.4.2.6]
#     iso27001: [A.8.13]
#   params: {max_age_days: 365}
#   remediation: >-
#     Restore the system in a test and enter the result.
package registers.continuity.restores_done

import rego.v1

import data.lib.days
import data.lib.registers

tested := {test.system |
	some test in data.resources["registers.continuity.restore_test"]
	days.within(test.restored_at, data.run.as_of, data.params.max_age_days)
}

missing := [system | some system in input.critical_systems; not system in tested]

pass if {
	count(input.critical_systems) > 0
	count(missing) == 0
}

fail contains "no critical system is listed" if input.critical_systems == []

fail contains sprintf("%s was not restored in a test within %d days", [system, data.params.max_age_days]) if some system in missing
