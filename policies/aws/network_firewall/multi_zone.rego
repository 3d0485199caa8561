# METADATA
# title: Network firewalls stand in several zones
# description: >-
#   A firewall in one zone fails with it, and either the traffic of all others stops or it goes
#   around.
# custom:
#   kind: aws.network_firewall.firewall
#   needs: [subnets, zones]
#   severity: high
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.4.a]
#     iso27001: [A.8.14]
#   equivalent:
#     prowler: [networkfirewall_multi_az]
#   remediation: >-
#     Add a subnet of another zone: aws network-firewall associate-subnets.
package aws.network_firewall.multi_zone

import rego.v1

places := {place | some place in array.concat(input.subnets, input.zones)}

observed if {
	is_array(input.subnets)
	is_array(input.zones)
}

pass if {
	observed
	count(places) > 1
}

fail contains "it stands in one zone" if {
	observed
	count(places) < 2
}
