# METADATA
# title: Database clusters let users sign in with IAM
# description: >-
#   With IAM authentication a user proves who they are with a token that lives for fifteen
#   minutes, and access follows the rights of the role. There is no password to share, leak or
#   forget to change.
# custom:
#   kind: aws.rds.cluster
#   needs: [iam_authentication]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.1, ir.11.1.2.c]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [rds_cluster_iam_authentication_enabled]
#   remediation: >-
#     Run aws rds modify-db-cluster --enable-iam-database-authentication and grant the users of
#     the database the right to sign in this way.
package aws.rds.cluster_iam_authentication

import rego.v1

pass if input.iam_authentication == true

fail contains "IAM authentication is off" if input.iam_authentication == false
