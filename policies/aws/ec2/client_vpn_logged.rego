# METADATA
# title: Connections of client VPNs are logged
# description: >-
#   The log says who came into the network from where and when, and who was refused. Without it a
#   stolen credential leaves no trace at the door.
# custom:
#   kind: aws.ec2.client_vpn_endpoint
#   needs: [connection_log]
#   severity: low
#   requirements:
#     soc2: [CC7.2, CC6.1]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.3.2.3.c]
#     iso27001: [A.8.15, A.8.20]
#   equivalent:
#     prowler: [ec2_client_vpn_endpoint_connection_logging_enabled]
#   remediation: >-
#     Run aws ec2 modify-client-vpn-endpoint --connection-log-options Enabled=true with a log group.
package aws.ec2.client_vpn_logged

import rego.v1

pass if input.connection_log.enabled == true

fail contains "connections are not logged" if input.connection_log.enabled == false

fail contains "no log of connections is set" if input.connection_log == null
