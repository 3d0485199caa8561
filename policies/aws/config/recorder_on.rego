# METADATA
# title: AWS Config records every region
# description: >-
#   The recorder keeps what each resource looked like at each moment, and who changed it. Without
#   it a change can be seen only by whoever looks at the right time, and drift goes unnoticed.
# custom:
#   kind: aws.config.region
#   needs: [recorders, statuses]
#   severity: medium
#   requirements:
#     soc2: [CC7.1, CC2.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.3.1, ir.12.4.1]
#     iso27001: [A.8.9, A.8.32]
#   equivalent:
#     prowler: [config_recorder_all_regions_enabled]
#     cis: ["aws-3.0:3.3", "aws-5.0:3.3", "aws-7.0:4.3"]
#   remediation: >-
#     In AWS Config choose Set up in the region, or run aws configservice
#     put-configuration-recorder, put-delivery-channel and start-configuration-recorder; if it
#     fails, read last_error_message of describe-configuration-recorder-status.
package aws.config.recorder_on

import rego.v1

works(status) if {
	status.recording == true
	object.get(status, "last_status", "Pending") != "Failure"
}

pass if {
	count(input.recorders) > 0
	count([status.name | some status in input.statuses; works(status)]) > 0
	count([status.name | some status in input.statuses; not works(status)]) == 0
}

fail contains "the region has no recorder" if {
	is_array(input.statuses)
	count(input.recorders) == 0
}

fail contains sprintf("the recorder %s is stopped", [status.name]) if {
	count(input.recorders) > 0
	some status in input.statuses
	status.recording == false
}

fail contains sprintf("the recorder %s fails", [status.name]) if {
	count(input.recorders) > 0
	some status in input.statuses
	status.recording == true
	status.last_status == "Failure"
}
