# METADATA
# title: Every region is recorded by a trail
# description: >-
#   Without a trail nobody can say later who changed what. Attackers like regions that nobody
#   uses, so each region needs a trail that records now: its own, or one of all regions.
# custom:
#   kind: aws.cloudtrail.region
#   needs:
#     - region
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/is_multi_region
#     - aws.cloudtrail.trail/home_region
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC2.1]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.e]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [cloudtrail_multi_region_enabled]
#     cis: ["aws-3.0:3.1", "aws-5.0:3.1", "aws-7.0:4.1"]
#   remediation: >-
#     Create a trail of all regions and start it: aws cloudtrail create-trail
#     --is-multi-region-trail, then aws cloudtrail start-logging.
package aws.cloudtrail.region_recorded

import rego.v1

everywhere := [trail |
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.is_logging == true
	trail.is_multi_region == true
]

regions := {trail.home_region | some trail in data.resources["aws.cloudtrail.trail"]; trail.is_logging == true}

recorded if {
	is_string(input.region)
	count(everywhere) > 0
}

recorded if input.region in regions

pass if recorded

fail contains "no trail records the events of this region" if {
	is_string(input.region)
	not recorded
}
