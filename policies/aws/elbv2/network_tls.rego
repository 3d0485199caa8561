# METADATA
# title: Network load balancers end TLS
# description: >-
#   A listener for TLS keeps the certificate and the protocol in one place, where they are renewed
#   and their age can be seen. Plain TCP leaves both to every server behind it.
# custom:
#   kind: aws.elbv2.load_balancer
#   needs: [type, listener_protocols]
#   severity: medium
#   requirements:
#     soc2: [CC6.7, CC6.1]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.c]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [elbv2_nlb_tls_termination_enabled]
#   remediation: >-
#     Add a listener with the protocol TLS, a certificate of ACM and a current security policy.
package aws.elbv2.network_tls

import rego.v1

not_applicable contains sprintf("it is no network load balancer but of type %s", [input.type]) if input.type != "network"

pass if {
	input.type == "network"
	"TLS" in input.listener_protocols
}

fail contains "no listener ends TLS" if {
	input.type == "network"
	is_array(input.listener_protocols)
	not "TLS" in input.listener_protocols
}
