# METADATA
# title: Sessions of AppStream end soon after the connection is lost
# description: >-
#   After a lost connection the session waits to be taken up again, by whoever connects next with
#   the same name.
# custom:
#   kind: aws.appstream.fleet
#   needs: [disconnect_seconds]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.e]
#     iso27001: [A.8.5, A.5.15]
#   params: {max_seconds: 300}
#   equivalent:
#     prowler: [appstream_fleet_session_disconnect_timeout]
#   remediation: >-
#     Set DisconnectTimeoutInSeconds of the fleet to five minutes or less.
package aws.appstream.disconnect_timeout

import rego.v1

pass if {
	input.disconnect_seconds <= data.params.max_seconds
	input.disconnect_seconds >= 0
}

fail contains sprintf("a session waits for %d seconds", [input.disconnect_seconds]) if {
	input.disconnect_seconds > data.params.max_seconds
}
