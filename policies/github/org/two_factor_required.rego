# METADATA
# title: The organisation demands two-factor sign-in
# description: >-
#   The demand keeps out every account without a second factor, of members and outside
#   collaborators alike, today and later. Without it one stolen password opens the code. GitHub
#   tells only owners whether it is on.
# custom:
#   kind: github.org.organization
#   needs: [two_factor_required]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.1, ir.11.3.2.a]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [organization_members_mfa_required]
#     cis: ["github-1.2:1.3.5"]
#   remediation: >-
#     As an owner open Settings, Authentication security, and turn on Require two-factor
#     authentication for everyone.
package github.org.two_factor_required

import rego.v1

pass if input.two_factor_required == true

fail contains "two-factor sign-in is not demanded" if input.two_factor_required == false
