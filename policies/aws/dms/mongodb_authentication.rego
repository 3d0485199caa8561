# METADATA
# title: Migrations sign in to MongoDB
# description: >-
#   An endpoint without authentication works only if the database asks for none, so that
#   everyone on the network reads it.
# custom:
#   kind: aws.dms.endpoint
#   needs: [engine, mongodb_auth_type]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.1, ir.11.1.2.c]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [dms_endpoint_mongodb_authentication_enabled]
#   remediation: >-
#     Turn authentication on in the database and run aws dms modify-endpoint with
#     AuthType=password in --mongo-db-settings.
package aws.dms.mongodb_authentication

import rego.v1

not_applicable contains sprintf("it is an endpoint of %s", [input.engine]) if input.engine != "mongodb"

pass if {
	input.engine == "mongodb"
	input.mongodb_auth_type == "password"
}

fail contains "it signs in without a password" if {
	input.engine == "mongodb"
	input.mongodb_auth_type in {"no", null}
}
