# METADATA
# title: Kafka clusters let clients sign in with a certificate
# description: >-
#   With mutual TLS each client proves who it is with a certificate of a private authority, and
#   topics can be opened to it by name. Serverless clusters take only clients that sign in with
#   IAM over TLS.
# custom:
#   kind: aws.kafka.cluster
#   needs: [type, client_tls]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, ir.11.6.1, ir.11.1.2.b]
#     iso27001: [A.8.5]
#   equivalent:
#     prowler: [kafka_cluster_mutual_tls_authentication_enabled]
#   remediation: >-
#     Run aws kafka update-security with Tls Enabled=true and the ARN of a private certificate
#     authority, and leave Unauthenticated off.
package aws.kafka.mutual_tls

import rego.v1

pass if input.type == "SERVERLESS"

pass if {
	input.type == "PROVISIONED"
	input.client_tls == true
}

fail contains "clients cannot sign in with a certificate" if {
	input.type == "PROVISIONED"
	input.client_tls == false
}
