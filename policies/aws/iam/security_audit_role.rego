# METADATA
# title: A role for auditors exists
# description: >-
#   Who reviews the account needs to read its settings without being able to change them or to read
#   the data. The managed policy SecurityAudit gives that. Without such a role reviews are done with
#   administrator rights, or not at all.
# custom:
#   kind: aws.iam.account
#   needs: [aws_policy_holders]
#   severity: low
#   requirements:
#     soc2: [CC4.1]
#     nis2: [art.21.2.f, ir.7.2.a, ir.2.3.1]
#     iso27001: [A.5.35]
#   equivalent:
#     prowler: [iam_securityaudit_role_created]
#   remediation: >-
#     Create a role that the reviewers may take, and attach arn:aws:iam::aws:policy/SecurityAudit to
#     it (aws iam attach-role-policy).
package aws.iam.security_audit_role

import rego.v1

roles := input.aws_policy_holders.SecurityAudit.roles

pass if count(roles) > 0

fail contains "SecurityAudit is attached to no role" if count(roles) == 0
