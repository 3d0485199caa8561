# METADATA
# title: Sessions of AppStream end after a working day
# description: >-
#   A session that lasts for days is an open desk for whoever sits down at the screen, and keeps
#   rights that were taken away meanwhile.
# custom:
#   kind: aws.appstream.fleet
#   needs: [max_session_seconds]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.e]
#     iso27001: [A.8.5, A.5.15]
#   params: {max_seconds: 36000}
#   equivalent:
#     prowler: [appstream_fleet_maximum_session_duration]
#   remediation: >-
#     Set MaxUserDurationInSeconds of the fleet to ten hours or less.
package aws.appstream.session_length

import rego.v1

pass if {
	input.max_session_seconds <= data.params.max_seconds
	input.max_session_seconds >= 0
}

fail contains sprintf("a session may last %d seconds", [input.max_session_seconds]) if {
	input.max_session_seconds > data.params.max_seconds
}
