# METADATA
# title: Somebody may reach AWS Support
# description: >-
#   In an incident somebody must be able to open a case with AWS without borrowing administrator
#   rights. The managed policy AWSSupportAccess gives exactly that. It helps only if a role, group
#   or user holds it.
# custom:
#   kind: aws.iam.account
#   needs: [support_role_attached]
#   severity: low
#   requirements:
#     soc2: [CC7.4]
#     nis2: [art.21.2.b, art.21.2.c, ir.3.1.2.d, ir.4.3.2.a]
#     iso27001: [A.5.24]
#   equivalent:
#     prowler: [iam_support_role_created]
#     cis: ["aws-3.0:1.17", "aws-5.0:1.16", "aws-7.0:2.15"]
#   remediation: >-
#     Create a role for incident responders and attach arn:aws:iam::aws:policy/AWSSupportAccess to
#     it.
package aws.iam.support_role

import rego.v1

pass if input.support_role_attached == true

fail contains "AWSSupportAccess is attached to nobody" if input.support_role_attached == false
