# METADATA
# title: Hosts of enclaves cannot be reached from the internet
# description: >-
#   The host passes messages between the enclave and the world, and its role opens the enclave’s
#   keys. It should have no public address and stand in a subnet without a route to an internet
#   gateway.
# custom:
#   kind: aws.ec2.instance
#   needs:
#     - enclaves_enabled
#     - state
#     - public_ip_address
#     - ipv6_addresses
#     - subnet_id
#     - vpc_id
#     - aws.ec2.route_table/vpc_id
#     - aws.ec2.route_table/associations
#     - aws.ec2.route_table/routes
#   severity: medium
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_confidential_workload_host_public_ip]
#   remediation: >-
#     Start the host without a public address in a private subnet, with a NAT gateway or VPC
#     endpoints for what it calls.
package aws.ec2.enclave_host_private

import rego.v1

import data.lib.network

passing_by := {"pending", "shutting-down", "terminated"}

not_applicable contains "the instance runs no enclaves" if input.enclaves_enabled == false

not_applicable contains sprintf("the instance is %s", [input.state]) if {
	input.enclaves_enabled == true
	input.state in passing_by
}

host if {
	input.enclaves_enabled == true
	not input.state in passing_by
	is_string(input.state)
}

explicit := {association.subnet_id: table.routes |
	some table in data.resources["aws.ec2.route_table"]
	some association in table.associations
	is_string(association.subnet_id)
}

# A subnet that no table names takes the main table of its VPC.
main := {table.vpc_id: table.routes |
	some table in data.resources["aws.ec2.route_table"]
	some association in table.associations
	association.main == true
}

routes := explicit[input.subnet_id]

routes := main[input.vpc_id] if {
	is_string(input.subnet_id)
	not explicit[input.subnet_id]
}

exposed contains sprintf("it has the public address %s", [input.public_ip_address]) if is_string(input.public_ip_address)

# Addresses that begin with fc, fd or fe are local (RFC 4193, RFC 4291).
exposed contains sprintf("it has the public address %s", [address]) if {
	some address in input.ipv6_addresses
	not regex.match(`^f[cde]`, lower(address))
}

exposed contains sprintf("its subnet has a route for %s to an internet gateway", [destination]) if {
	some destination in network.to_internet(routes)
}

pass if {
	host
	input.public_ip_address == null
	is_array(input.ipv6_addresses)
	is_array(routes)
	count(exposed) == 0
}

fail contains reason if {
	host
	some reason in exposed
}
