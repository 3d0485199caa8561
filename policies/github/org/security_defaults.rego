# METADATA
# title: New repositories start with their scanners on
# description: >-
#   A repository made in a hurry keeps the settings it was born with. With the organisation's
#   defaults on, alerts for dependencies and scanning for secrets cover it from the first day.
# custom:
#   kind: github.org.organization
#   needs: [security_defaults]
#   severity: medium
#   requirements:
#     soc2: [CC7.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.3.2.b, ir.6.10.2.b]
#     iso27001: [A.8.8, A.8.9]
#   remediation: >-
#     As an owner open Settings, Code security, and turn on Dependabot alerts, secret scanning and
#     push protection for new repositories, or apply a security configuration to them.
package github.org.security_defaults

import rego.v1

wanted := ["dependabot_alerts_for_new", "push_protection_for_new", "secret_scanning_for_new"]

missing := [name | some name in wanted; input.security_defaults[name] == false]

present := [name | some name in wanted; input.security_defaults[name] == true]

pass if count(present) == count(wanted)

fail contains sprintf("%s is off", [name]) if some name in missing
