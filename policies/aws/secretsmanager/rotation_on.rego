# METADATA
# title: Secrets are rotated automatically
# description: >-
#   A password that a program changes by itself is short-lived, and nobody needs to know it.
#   Rotation by hand is forgotten when it matters: after somebody left, or after a leak.
# custom:
#   kind: aws.secretsmanager.secret
#   needs: [rotation_enabled]
#   severity: high
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.c.v, ir.11.6.2.c]
#     iso27001: [A.5.17, A.8.24]
#   equivalent:
#     prowler: [secretsmanager_automatic_rotation_enabled]
#   remediation: >-
#     Run aws secretsmanager rotate-secret with a rotation function and rules; or let the service
#     that owns the secret manage it.
package aws.secretsmanager.rotation_on

import rego.v1

pass if input.rotation_enabled == true

fail contains "the secret is not rotated automatically" if input.rotation_enabled == false
