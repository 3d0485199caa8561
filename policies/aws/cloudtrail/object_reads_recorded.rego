# METADATA
# title: Reads of objects in S3 are recorded
# description: >-
#   Management events do not tell who downloaded which object. After a leak that is the first
#   question, and for personal data a duty to answer. A trail must cover all buckets, those of
#   tomorrow too; one stopped trail records nothing.
# custom:
#   kind: aws.cloudtrail.account
#   needs:
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/event_selectors
#     - aws.cloudtrail.trail/advanced_event_selectors
#     - aws.s3.bucket
#   severity: low
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.3.c, ir.3.2.1]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_s3_dataevents_read_enabled]
#     cis: ["aws-3.0:3.9", "aws-5.0:3.9", "aws-7.0:4.9"]
#   remediation: >-
#     Run aws cloudtrail put-event-selectors with an advanced selector for eventCategory Data and
#     resources.type AWS::S3::Object, without a filter on single buckets.
package aws.cloudtrail.object_reads_recorded

import rego.v1

import data.lib.trails

recording := [trail.id |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_logging == true
	trails.records_all_objects(trail, "read")
]

buckets := count(data.resources["aws.s3.bucket"])

not_applicable contains "the account has no buckets" if buckets == 0

pass if {
	buckets > 0
	count(recording) > 0
}

fail contains "no trail that is on records reads of the objects of all buckets" if {
	buckets > 0
	count(recording) == 0
}
