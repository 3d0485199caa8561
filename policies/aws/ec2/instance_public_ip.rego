# METADATA
# title: Instances have no public address
# description: >-
#   A public address puts a machine on the internet, and only its security groups stand between.
#   Traffic from outside should come through load balancers, and traffic to the outside through a
#   NAT gateway.
# custom:
#   kind: aws.ec2.instance
#   needs: [state, public_ip_address]
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_instance_public_ip]
#   remediation: >-
#     Move the instance to a private subnet behind a load balancer, or start it again without a
#     public address.
package aws.ec2.instance_public_ip

import rego.v1

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	input.public_ip_address == null
}

fail contains sprintf("it has the public address %s", [input.public_ip_address]) if {
	input.state != "terminated"
	is_string(input.public_ip_address)
}
