# METADATA
# title: Members get no write access by default
# description: >-
#   The base permission is what every member may do in every repository, whatever team they are
#   in. Reading, or nothing, leaves writing to be given where the work needs it.
# custom:
#   kind: github.org.organization
#   needs: [default_repository_permission]
#   severity: high
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.5.15, A.8.3]
#   equivalent:
#     prowler: [organization_default_repository_permission_strict]
#     cis: ["github-1.2:1.3.8"]
#   remediation: >-
#     As an owner open Settings, Member privileges, and set Base permissions to Read or No
#     permission.
package github.org.base_permission

import rego.v1

accepted := {"none", "read"}

pass if input.default_repository_permission in accepted

fail contains sprintf("every member may %s every repository", [input.default_repository_permission]) if {
	is_string(input.default_repository_permission)
	not input.default_repository_permission in accepted
}
