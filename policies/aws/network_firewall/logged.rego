# METADATA
# title: Network firewalls log traffic
# description: >-
#   A firewall that drops without a word tells nobody that somebody tried. Its logs of alerts and
#   flows do.
# custom:
#   kind: aws.network_firewall.firewall
#   needs: [logs]
#   severity: high
#   requirements:
#     soc2: [CC7.2, CC6.6]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.a, ir.3.2.3.g]
#     iso27001: [A.8.15, A.8.20]
#   equivalent:
#     prowler: [networkfirewall_logging_enabled]
#   remediation: >-
#     Run aws network-firewall update-logging-configuration with a destination for alerts and one
#     for flows.
package aws.network_firewall.logged

import rego.v1

pass if count(input.logs) > 0

fail contains "it has no logs" if count(input.logs) == 0
