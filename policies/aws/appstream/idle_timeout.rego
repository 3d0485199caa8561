# METADATA
# title: Idle users of AppStream are disconnected
# description: >-
#   A session without input has mostly no one before it. To end it after minutes is what a screen
#   lock does on a desk.
# custom:
#   kind: aws.appstream.fleet
#   needs: [idle_seconds]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.e]
#     iso27001: [A.8.5, A.5.15]
#   params: {max_seconds: 600}
#   equivalent:
#     prowler: [appstream_fleet_session_idle_disconnect_timeout]
#   remediation: >-
#     Set IdleDisconnectTimeoutInSeconds of the fleet to ten minutes or less.
package aws.appstream.idle_timeout

import rego.v1

pass if {
	input.idle_seconds <= data.params.max_seconds
	input.idle_seconds > 0
}

fail contains sprintf("an idle user is disconnected only after %d seconds", [input.idle_seconds]) if {
	input.idle_seconds > data.params.max_seconds
}

fail contains "idle users are never disconnected" if input.idle_seconds == 0
