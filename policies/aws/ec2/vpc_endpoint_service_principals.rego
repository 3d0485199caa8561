# METADATA
# title: Endpoint services are offered to trusted accounts alone
# description: >-
#   Whoever is among the allowed principals can connect his network to the service behind ours. A
#   star offers it to every account of AWS.
# custom:
#   kind: aws.ec2.vpc_endpoint_service
#   needs: [allowed_principals]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.g, ir.11.2.2.d]
#     iso27001: [A.8.20, A.5.19]
#   params: {trusted_accounts: []}
#   equivalent:
#     prowler: [vpc_endpoint_services_allowed_principals_trust_boundaries]
#   remediation: >-
#     Remove the principal (aws ec2 modify-vpc-endpoint-service-permissions
#     --remove-allowed-principals), or list its account in trusted_accounts.
package aws.ec2.vpc_endpoint_service_principals

import rego.v1

import data.lib.access

home := split(input.id, ":")[4]

foreign := {principal |
	some principal in input.allowed_principals
	account := access.account(principal)
	account != home
	not account in data.params.trusted_accounts
}

known := [principal | some principal in input.allowed_principals; access.account(principal)]

pass if {
	is_array(input.allowed_principals)
	count(known) == count(input.allowed_principals)
	count(foreign) == 0
}

fail contains sprintf("%s may connect and is not trusted", [principal]) if some principal in foreign
