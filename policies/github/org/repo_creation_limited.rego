# METADATA
# title: Members cannot create public repositories
# description: >-
#   A public repository shows its content to the world the moment it is made. Leaving that step to
#   owners puts a second pair of eyes before it.
# custom:
#   kind: github.org.organization
#   needs: [members_can_create_public_repositories]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.12.2.2.c]
#     iso27001: [A.8.4, A.8.12]
#   equivalent:
#     prowler: [organization_repository_creation_limited]
#     cis: ["github-1.2:1.2.2"]
#   remediation: >-
#     As an owner open Settings, Member privileges, and clear Public under Repository creation.
package github.org.repo_creation_limited

import rego.v1

pass if input.members_can_create_public_repositories == false

fail contains "members may create public repositories" if input.members_can_create_public_repositories == true
