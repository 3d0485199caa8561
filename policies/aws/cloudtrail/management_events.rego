# METADATA
# title: Management events are recorded in every region
# description: >-
#   Management events are the changes to the account itself: users, roles, networks, keys. A trail
#   that leaves out reads hides how an intruder looked around, one that leaves out writes hides
#   what he did.
# custom:
#   kind: aws.cloudtrail.region
#   needs:
#     - region
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/is_multi_region
#     - aws.cloudtrail.trail/home_region
#     - aws.cloudtrail.trail/event_selectors
#     - aws.cloudtrail.trail/advanced_event_selectors
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC2.1]
#     nis2: [art.21.2.b, ir.3.2.3.b, ir.3.2.3.e, ir.3.2.3.f]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_multi_region_enabled_logging_management_events]
#     cis: ["aws-3.0:3.1", "aws-5.0:3.1", "aws-7.0:4.1"]
#   remediation: >-
#     Run aws cloudtrail put-event-selectors with ReadWriteType=All and
#     IncludeManagementEvents=true, or with an advanced selector for eventCategory Management and
#     nothing else.
package aws.cloudtrail.management_events

import rego.v1

import data.lib.trails

complete := [trail |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_logging == true
	trails.records_management(trail, "read")
	trails.records_management(trail, "write")
]

everywhere := [trail | some trail in complete; trail.is_multi_region == true]

regions := {trail.home_region | some trail in complete}

recorded if {
	is_string(input.region)
	count(everywhere) > 0
}

recorded if input.region in regions

pass if recorded

fail contains "no trail records management events of this region, reads and writes alike" if {
	is_string(input.region)
	not recorded
}
