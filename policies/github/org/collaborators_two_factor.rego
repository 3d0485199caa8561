# METADATA
# title: Every outside collaborator has two-factor sign-in
# description: >-
#   Outside collaborators reach the code without being under the organisation's rules for its
#   people. A second factor is the least to ask of them. GitHub tells only owners who has none.
# custom:
#   kind: github.org.outside_collaborator
#   needs: [two_factor]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.1, ir.11.6.1]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [organization_members_mfa_required]
#     cis: ["github-1.2:1.3.4", "github-1.2:1.3.5"]
#   remediation: >-
#     Ask the collaborator to turn on two-factor authentication; remove the collaborator's access
#     if that does not happen.
package github.org.collaborators_two_factor

import rego.v1

pass if input.two_factor == true

fail contains sprintf("%s has no two-factor sign-in", [input.id]) if input.two_factor == false
