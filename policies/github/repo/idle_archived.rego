# METADATA
# title: Repositories without activity are archived
# description: >-
#   Code that nobody touches gets no fixes, yet its keys, hooks and rights live on. Archiving
#   makes it read-only and says that it is not maintained. A repository without any push counts
#   from its creation.
# custom:
#   kind: github.repo.repository
#   needs: [archived, created_at, pushed_at]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC8.1]
#     nis2: [art.21.2.i, ir.12.4.1, ir.11.5.4]
#     iso27001: [A.5.9, A.8.4]
#   params: {max_idle_days: 365}
#   equivalent:
#     prowler: [repository_inactive_not_archived]
#   remediation: >-
#     Under Settings, Danger Zone, archive the repository, after removing its deploy keys and
#     secrets.
package github.repo.idle_archived

import rego.v1

import data.lib.days

last_activity := input.pushed_at if input.pushed_at != null

last_activity := input.created_at if input.pushed_at == null

pass if input.archived == true

pass if {
	input.archived == false
	days.within(last_activity, data.run.as_of, data.params.max_idle_days)
}

fail contains sprintf("the last activity was on %s", [last_activity]) if {
	input.archived == false
	days.beyond(last_activity, data.run.as_of, data.params.max_idle_days)
}
