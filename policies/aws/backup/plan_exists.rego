# METADATA
# title: AWS Backup has a plan
# description: >-
#   Copies that are made by a plan are made every day, kept as long as they should be and deleted
#   afterwards, whoever is on holiday. Copies by hand are missing on the day they are needed.
# custom:
#   kind: aws.backup.account
#   needs: [aws.backup.plan]
#   severity: low
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.2, ir.4.2.1]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [backup_plans_exist]
#   remediation: >-
#     In AWS Backup create a plan (aws backup create-backup-plan) and assign resources to it.
package aws.backup.plan_exists

import rego.v1

number := count(data.resources["aws.backup.plan"])

pass if number > 0

fail contains "the account has no backup plan" if number == 0
