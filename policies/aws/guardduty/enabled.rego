# METADATA
# title: GuardDuty looks for attacks in every region
# description: >-
#   GuardDuty reads the trail, the network flows and the name queries of a region and tells of
#   what looks like an attack. Regions that nobody uses are where stolen credentials are used, so
#   it belongs in all of them.
# custom:
#   kind: aws.guardduty.region
#   needs: [region, aws.guardduty.detector/region, aws.guardduty.detector/status]
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC6.8, CC4.1]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.2, ir.6.9.2]
#     iso27001: [A.8.16]
#   equivalent:
#     prowler: [guardduty_is_enabled]
#   remediation: >-
#     Run aws guardduty create-detector --enable in the region, or let the organisation's
#     administrator account enable it for all members; a suspended detector needs aws guardduty
#     update-detector --enable.
package aws.guardduty.enabled

import rego.v1

statuses := {[detector.region, detector.status] | some detector in data.resources["aws.guardduty.detector"]}

here := {status | some [region, status] in statuses; region == input.region}

pass if "ENABLED" in here

fail contains "GuardDuty is off" if {
	is_string(input.region)
	count(here) == 0
}

fail contains "GuardDuty is suspended" if here == {"DISABLED"}
