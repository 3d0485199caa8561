# METADATA
# title: Backups are reported on
# description: >-
#   A plan says what should be copied; only a report shows whether it was, and what is not
#   covered. Auditors and management ask for it.
# custom:
#   kind: aws.backup.account
#   needs: [aws.backup.plan, aws.backup.report_plan]
#   severity: low
#   requirements:
#     soc2: [A1.2, CC4.1]
#     nis2: [art.21.2.c, art.21.2.f, ir.4.2.2, ir.2.2.1]
#     iso27001: [A.8.13, A.5.36]
#   equivalent:
#     prowler: [backup_reportplans_exist]
#   remediation: >-
#     Run aws backup create-report-plan with the template BACKUP_JOB_REPORT or one of the
#     compliance reports.
package aws.backup.report_plan_exists

import rego.v1

plans := count(data.resources["aws.backup.plan"])

reports := count(data.resources["aws.backup.report_plan"])

not_applicable contains "the account has no backup plan" if plans == 0

pass if {
	plans > 0
	reports > 0
}

fail contains "no report plan tells what was copied" if {
	plans > 0
	reports == 0
}
