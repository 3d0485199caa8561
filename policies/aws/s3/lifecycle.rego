# METADATA
# title: Buckets with confidential data delete it when due
# description: >-
#   Data that is kept past its use can only leak. A lifecycle rule deletes it on the day without
#   anyone having to remember. Buckets count as confidential by their classification tag; others
#   are not judged.
# custom:
#   kind: aws.s3.bucket
#   needs: [lifecycle, tags]
#   severity: low
#   requirements:
#     soc2: [C1.2]
#     nis2: [art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.10]
#   params: {class_tag: classification, classes: [confidential, restricted, secret]}
#   equivalent:
#     prowler: [s3_bucket_lifecycle_enabled]
#   remediation: >-
#     Add a lifecycle rule with Expiration or NoncurrentVersionExpiration after the retention
#     period (aws s3api put-bucket-lifecycle-configuration).
package aws.s3.lifecycle

import rego.v1

confidential if lower(input.tags[data.params.class_tag]) in data.params.classes

not_applicable contains "the bucket is not tagged as confidential" if {
	is_object(input.tags)
	not confidential
}

expiring := [rule |
	is_array(input.lifecycle)
	some rule in input.lifecycle
	rule.status == "Enabled"
	some days in [rule.expiration_days, rule.noncurrent_expiration_days]
	days != null
]

pass if {
	confidential
	count(expiring) > 0
}

fail contains "the bucket has no lifecycle rules" if {
	confidential
	input.lifecycle == null
}

fail contains "no enabled lifecycle rule deletes anything" if {
	confidential
	is_array(input.lifecycle)
	count(expiring) == 0
}
