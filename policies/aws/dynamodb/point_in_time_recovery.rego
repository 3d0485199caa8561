# METADATA
# title: Tables can be restored to any moment of the last weeks
# description: >-
#   Point-in-time recovery undoes a wrong write or a deleted item to the second. It costs no
#   capacity and needs no plan; without it only copies taken by hand or by a plan are left.
# custom:
#   kind: aws.dynamodb.table
#   needs: [point_in_time_recovery]
#   severity: medium
#   requirements:
#     soc2: [A1.2, PI1.5]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [dynamodb_tables_pitr_enabled]
#   remediation: >-
#     Run aws dynamodb update-continuous-backups --point-in-time-recovery-specification
#     PointInTimeRecoveryEnabled=true.
package aws.dynamodb.point_in_time_recovery

import rego.v1

pass if input.point_in_time_recovery == "ENABLED"

fail contains "point-in-time recovery is off" if input.point_in_time_recovery == "DISABLED"
