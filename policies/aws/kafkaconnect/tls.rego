# METADATA
# title: Connectors speak TLS to their Kafka cluster
# description: >-
#   A connector moves whole topics. Without TLS whoever listens on the network between it and
#   the brokers reads them.
# custom:
#   kind: aws.kafkaconnect.connector
#   needs: [encryption_in_transit]
#   severity: high
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [kafka_connector_in_transit_encryption_enabled]
#   remediation: >-
#     The setting is chosen when a connector is made: aws kafkaconnect create-connector
#     --kafka-cluster-encryption-in-transit encryptionType=TLS.
package aws.kafkaconnect.tls

import rego.v1

pass if input.encryption_in_transit == "TLS"

fail contains "it speaks plain text to the cluster" if input.encryption_in_transit in {"PLAINTEXT", null}
