# METADATA
# title: Buckets with backups are copied to another bucket
# description: >-
#   One bucket lies in one region and in the hands of one account. A rule that copies each object
#   to another bucket keeps the data when either is lost. Buckets tagged as backups are judged,
#   others are not.
# custom:
#   kind: aws.s3.bucket
#   needs: [replication, tags]
#   severity: low
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.2.c, ir.4.2.1]
#     iso27001: [A.8.13, A.8.14]
#   params: {scope_tag: backup, scope_value: required}
#   equivalent:
#     prowler: [s3_bucket_cross_region_replication]
#   remediation: >-
#     Add an enabled replication rule to a bucket in another region or account (aws s3api
#     put-bucket-replication).
package aws.s3.replication

import rego.v1

in_scope if input.tags[data.params.scope_tag] == data.params.scope_value

not_applicable contains "the bucket is not tagged as a backup" if {
	is_object(input.tags)
	not in_scope
}

enabled := [rule |
	is_array(input.replication)
	some rule in input.replication
	rule.status == "Enabled"
]

pass if {
	in_scope
	count(enabled) > 0
}

fail contains "the bucket is not replicated" if {
	in_scope
	input.replication == null
}

fail contains "no replication rule is enabled" if {
	in_scope
	is_array(input.replication)
	count(enabled) == 0
}
