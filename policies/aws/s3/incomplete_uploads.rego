# METADATA
# title: Uploads that were never finished are removed
# description: >-
#   Parts of an upload that broke off stay in the bucket, unlisted and unseen, until somebody
#   removes them. They are data that no retention rule reaches. A lifecycle rule ends them after
#   some days.
# custom:
#   kind: aws.s3.bucket
#   needs: [lifecycle]
#   severity: low
#   requirements:
#     soc2: [CC6.5, C1.2]
#     nis2: [art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.10]
#   params: {max_open_days: 7}
#   remediation: >-
#     Add a lifecycle rule with AbortIncompleteMultipartUpload and DaysAfterInitiation 7 or less.
package aws.s3.incomplete_uploads

import rego.v1

aborting := [rule.abort_incomplete_days |
	is_array(input.lifecycle)
	some rule in input.lifecycle
	rule.status == "Enabled"
	rule.abort_incomplete_days != null
]

in_time := [limit | some limit in aborting; limit <= data.params.max_open_days]

pass if count(in_time) > 0

fail contains "the bucket has no lifecycle rules" if input.lifecycle == null

fail contains "no enabled lifecycle rule ends unfinished uploads" if {
	is_array(input.lifecycle)
	count(aborting) == 0
}

fail contains sprintf("unfinished uploads are kept for %d days", [min(aborting)]) if {
	count(aborting) > 0
	count(in_time) == 0
}
