# METADATA
# title: Athena workgroups encrypt query results
# description: >-
#   Results of queries are copies of the data, kept in S3 until somebody deletes them. The
#   workgroup says how they are encrypted; results that Athena keeps itself always are.
#   Workgroups in which nothing runs are not judged.
# custom:
#   kind: aws.athena.workgroup
#   needs: [state, recent_queries, result_encryption, managed_results]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [athena_workgroup_encryption]
#   remediation: >-
#     Run aws athena update-work-group with ResultConfigurationUpdates EncryptionConfiguration
#     SSE_KMS and EnforceWorkGroupConfiguration true.
package aws.athena.results_encrypted

import rego.v1

not_applicable contains "it is disabled" if input.state == "DISABLED"

not_applicable contains "no query ran in it in the last 45 days" if {
	input.state == "ENABLED"
	input.recent_queries == 0
}

used if {
	input.state == "ENABLED"
	input.recent_queries > 0
	is_number(input.recent_queries)
}

pass if {
	used
	input.result_encryption in {"CSE_KMS", "SSE_KMS", "SSE_S3"}
}

pass if {
	used
	input.managed_results == true
}

fail contains "results of queries are not encrypted" if {
	used
	input.result_encryption == null
	input.managed_results == false
}
