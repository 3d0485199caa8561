# METADATA
# title: Identity pools give no credentials to guests
# description: >-
#   A pool with guest access hands AWS credentials to anybody on the internet who knows its id,
#   and the id stands in the application. What the role of guests may do, everybody may do.
# custom:
#   kind: aws.cognito_identity.identity_pool
#   needs: [name, allows_guests]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.1.2.c, ir.11.6.1]
#     iso27001: [A.8.5, A.5.15]
#   params: {approved_pools: []}
#   equivalent:
#     prowler: [cognito_identity_pool_guest_access_disabled]
#   remediation: >-
#     Run aws cognito-identity update-identity-pool --no-allow-unauthenticated-identities; list
#     pools that need guests, with the name of the pool, in the parameter approved_pools.
package aws.cognito_identity.no_guests

import rego.v1

pass if {
	is_string(input.name)
	input.allows_guests == false
}

pass if {
	input.allows_guests == true
	input.name in data.params.approved_pools
}

fail contains "anybody gets credentials as a guest" if {
	is_string(input.name)
	input.allows_guests == true
	not input.name in data.params.approved_pools
}
