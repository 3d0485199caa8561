# METADATA
# title: Kafka clusters encrypt traffic, with clients and within
# description: >-
#   Messages carry what the systems of the business tell each other. Whoever can listen between
#   clients and brokers, or between brokers, reads it unless all of it is TLS. Serverless
#   clusters speak nothing else.
# custom:
#   kind: aws.kafka.cluster
#   needs: [type, client_encryption, cluster_encryption]
#   severity: high
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [kafka_cluster_in_transit_encryption_enabled]
#   remediation: >-
#     Run aws kafka update-security with ClientBroker=TLS; encryption within the cluster is
#     chosen when it is made.
package aws.kafka.tls

import rego.v1

pass if input.type == "SERVERLESS"

pass if {
	input.type == "PROVISIONED"
	input.client_encryption == "TLS"
	input.cluster_encryption == true
}

fail contains "clients may speak plain text" if {
	input.type == "PROVISIONED"
	input.client_encryption in {"PLAINTEXT", "TLS_PLAINTEXT"}
}

fail contains "brokers speak plain text to each other" if {
	input.type == "PROVISIONED"
	input.cluster_encryption == false
}

fail contains "its encryption in transit is not set" if {
	input.type == "PROVISIONED"
	null in {input.client_encryption, input.cluster_encryption}
}
