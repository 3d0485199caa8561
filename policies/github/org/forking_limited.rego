# METADATA
# title: Members cannot fork private repositories
# description: >-
#   A fork is a second copy of the code under somebody else's settings, without the protection and
#   the scanning of the first. Branches serve the same end within the repository.
# custom:
#   kind: github.org.organization
#   needs: [members_can_fork_private_repositories]
#   severity: low
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.12.2.2.c]
#     iso27001: [A.8.4, A.8.12]
#   remediation: >-
#     As an owner open Settings, Member privileges, and clear Allow forking of private
#     repositories.
package github.org.forking_limited

import rego.v1

pass if input.members_can_fork_private_repositories == false

fail contains "members may fork private repositories" if input.members_can_fork_private_repositories == true
