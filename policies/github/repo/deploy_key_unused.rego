# METADATA
# title: Deploy keys that are not used are removed
# description: >-
#   A key that no machine uses still opens the repository to whoever finds a copy. A key that was
#   never used counts from the day it was added.
# custom:
#   kind: github.repo.deploy_key
#   needs: [created_at, last_used]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, ir.11.5.4, ir.11.6.2.c]
#     iso27001: [A.5.17, A.5.18]
#   params: {max_unused_days: 90}
#   remediation: Under the repository's Settings, Deploy keys, delete the key.
package github.repo.deploy_key_unused

import rego.v1

import data.lib.days

last_seen := input.last_used if input.last_used != null

last_seen := input.created_at if input.last_used == null

pass if days.within(last_seen, data.run.as_of, data.params.max_unused_days)

fail contains sprintf("the key was last used or added on %s", [last_seen]) if {
	days.beyond(last_seen, data.run.as_of, data.params.max_unused_days)
}
