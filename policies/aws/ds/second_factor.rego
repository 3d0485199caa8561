# METADATA
# title: Directories ask a RADIUS server for a second factor
# description: >-
#   A directory opens desktops, databases and the console to its users. A password alone lets in
#   whoever found it out. Managed Microsoft AD and AD Connector can ask a RADIUS server for a
#   second factor; Simple AD cannot. A shared directory is judged by the setting of its owner.
# custom:
#   kind: aws.ds.directory
#   needs: [type, radius_status, owner_radius_status]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.j, art.21.2.i, ir.11.7.1]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [directoryservice_supported_mfa_radius_enabled]
#   remediation: >-
#     Run aws ds enable-radius with the RADIUS servers of your second factor, and see that its
#     status becomes Completed.
package aws.ds.second_factor

import rego.v1

status := input.radius_status if input.type in {"ADConnector", "MicrosoftAD"}

status := input.owner_radius_status if input.type == "SharedMicrosoftAD"

not_applicable contains "Simple AD cannot ask for a second factor" if input.type == "SimpleAD"

pass if status == "Completed"

fail contains "no RADIUS server is set up" if status == null

fail contains sprintf("the RADIUS setting is %s", [status]) if status in {"Creating", "Failed"}
