# METADATA
# title: Deploy keys only read, or are approved
# description: >-
#   A deploy key opens a repository to a machine, belongs to nobody and does not end. One that may
#   write can change what is shipped. Keys that must write are listed in approved_keys by id or
#   title.
# custom:
#   kind: github.repo.deploy_key
#   needs: [read_only, title]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.5.2.c]
#     iso27001: [A.5.17, A.8.2]
#   params: {approved_keys: []}
#   remediation: >-
#     Under Settings, Deploy keys, delete the key and add it again without Allow write access; or
#     list it in approved_keys.
package github.repo.deploy_keys

import rego.v1

approved if input.id in data.params.approved_keys

approved if input.title in data.params.approved_keys

pass if {
	input.read_only == true
	is_string(input.title)
}

pass if {
	input.read_only == false
	approved
}

fail contains sprintf("the deploy key %s may write and is not in approved_keys", [input.title]) if {
	input.read_only == false
	not approved
}
