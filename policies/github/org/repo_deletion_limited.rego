# METADATA
# title: Only owners delete repositories or change their visibility
# description: >-
#   Deleting a repository loses its history, and making it public cannot be taken back.
#   Administrators of single repositories should not decide either alone. GitHub tells only owners
#   how these are set.
# custom:
#   kind: github.org.organization
#   needs: [members_can_delete_repositories, members_can_change_repo_visibility]
#   severity: medium
#   requirements:
#     soc2: [CC6.3, CC8.1]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.8.4]
#   equivalent:
#     prowler: [organization_repository_deletion_limited]
#     cis: ["github-1.2:1.2.3", "github-1.2:1.2.6"]
#   remediation: >-
#     As an owner open Settings, Member privileges, and clear Repository deletion and transfer and
#     Repository visibility change.
package github.org.repo_deletion_limited

import rego.v1

pass if {
	input.members_can_delete_repositories == false
	input.members_can_change_repo_visibility == false
}

fail contains "members may delete repositories" if input.members_can_delete_repositories == true

fail contains "members may change the visibility of repositories" if input.members_can_change_repo_visibility == true
