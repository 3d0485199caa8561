# METADATA
# title: Every member has two-factor sign-in
# description: >-
#   A member without a second factor is one phishing mail away from losing an account with access
#   to the code. Each member counts, whether or not the organisation demands it.
# custom:
#   kind: github.org.member
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
#     Ask the member to turn on two-factor authentication in the account's settings; remove the
#     member if that does not happen.
package github.org.members_two_factor

import rego.v1

pass if input.two_factor == true

fail contains sprintf("%s has no two-factor sign-in", [input.id]) if input.two_factor == false
