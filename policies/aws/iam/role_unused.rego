# METADATA
# title: Roles that are not used are removed
# description: >-
#   A role keeps its rights whether anyone uses it or not. One that nothing has used for months is
#   only of use to an attacker. A role that was never used counts from its creation; roles that
#   AWS services keep for themselves are not judged.
# custom:
#   kind: aws.iam.role
#   needs: [service_linked, created_at, last_used]
#   severity: medium
#   requirements:
#     soc2: [CC6.2, CC6.3]
#     nis2: [art.21.2.i, ir.11.5.4, ir.11.2.3]
#     iso27001: [A.5.18, A.5.16]
#   params: {max_unused_days: 90}
#   remediation: >-
#     Check the role's last activity in IAM, detach its policies, and run aws iam delete-role when
#     nothing has failed for some days.
package aws.iam.role_unused

import rego.v1

import data.lib.days

not_applicable contains "the role belongs to an AWS service" if input.service_linked == true

stale if {
	input.last_used != null
	days.beyond(input.last_used, data.run.as_of, data.params.max_unused_days)
}

stale if {
	input.last_used == null
	days.beyond(input.created_at, data.run.as_of, data.params.max_unused_days)
}

pass if {
	input.service_linked == false
	days.within(input.last_used, data.run.as_of, data.params.max_unused_days)
}

pass if {
	input.service_linked == false
	input.last_used == null
	days.within(input.created_at, data.run.as_of, data.params.max_unused_days)
}

fail contains sprintf("the role was last used on %s", [input.last_used]) if {
	input.service_linked == false
	stale
	input.last_used != null
}

fail contains sprintf("the role was never used since its creation on %s", [input.created_at]) if {
	input.service_linked == false
	stale
	input.last_used == null
}
