# METADATA
# title: Network firewalls are protected from deletion
# description: >-
#   One call of deletion takes away what stands between networks. With protection it takes two, and
#   the first leaves a trace.
# custom:
#   kind: aws.network_firewall.firewall
#   needs: [delete_protection]
#   severity: medium
#   requirements:
#     soc2: [A1.2, CC6.6]
#     nis2: [art.21.2.c, art.21.2.e, ir.6.4.1, ir.4.2.4.a]
#     iso27001: [A.8.20, A.8.32]
#   equivalent:
#     prowler: [networkfirewall_deletion_protection]
#   remediation: >-
#     Run aws network-firewall update-firewall-delete-protection --delete-protection.
package aws.network_firewall.delete_protected

import rego.v1

pass if input.delete_protection == true

fail contains "it can be deleted" if input.delete_protection == false
