# METADATA
# title: Neptune clusters ask for requests signed with IAM
# description: >-
#   Without IAM authentication everyone who reaches the port of a cluster may read and change
#   the graph: Neptune has no passwords. With it each request is signed by a user or role, and
#   access follows its rights.
# custom:
#   kind: aws.neptune.cluster
#   needs: [iam_authentication]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.1, ir.11.1.2.c]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [neptune_cluster_iam_authentication_enabled]
#   remediation: >-
#     Run aws neptune modify-db-cluster --enable-iam-database-authentication and have the
#     programs sign their requests.
package aws.neptune.iam_authentication

import rego.v1

pass if input.iam_authentication == true

fail contains "IAM authentication is off" if input.iam_authentication == false
