# METADATA
# title: Reports of builds are exported encrypted
# description: >-
#   Reports of tests name code, data and weak places. An export to a bucket can be set to leave them
#   unencrypted.
# custom:
#   kind: aws.codebuild.report_group
#   needs: [export]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [codebuild_report_group_export_encrypted]
#   remediation: >-
#     Clear the option that disables encryption in the export settings of the report group.
package aws.codebuild.reports_encrypted

import rego.v1

to_s3 if input.export.export_config_type == "S3"

plain if input.export.s3_destination.encryption_disabled == true

not_applicable contains "reports are not exported" if {
	is_object(input.export)
	not to_s3
}

not_applicable contains "no export is set" if input.export == null

pass if {
	to_s3
	not plain
}

fail contains "encryption of exported reports is disabled" if {
	to_s3
	plain
}
