# METADATA
# title: Migrations to Redis speak TLS
# description: >-
#   A migration sends whole tables. Without TLS whoever listens on the network between it and
#   the target reads them.
# custom:
#   kind: aws.dms.endpoint
#   needs: [engine, redis_security_protocol]
#   severity: medium
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [dms_endpoint_redis_in_transit_encryption_enabled]
#   remediation: >-
#     Run aws dms modify-endpoint with SslSecurityProtocol=ssl-encryption in --redis-settings.
package aws.dms.redis_tls

import rego.v1

not_applicable contains sprintf("it is an endpoint of %s", [input.engine]) if input.engine != "redis"

pass if {
	input.engine == "redis"
	input.redis_security_protocol == "ssl-encryption"
}

fail contains sprintf("it speaks %s", [input.redis_security_protocol]) if {
	input.engine == "redis"
	input.redis_security_protocol != "ssl-encryption"
}
