# METADATA
# title: Kafka clusters have more than the basic metrics
# description: >-
#   The basic metrics speak of the cluster as a whole. Those of each broker or topic show the
#   one broker that fails and the one client that floods or drains a topic. Serverless clusters
#   always have them.
# custom:
#   kind: aws.kafka.cluster
#   needs: [type, enhanced_monitoring]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, A1.1]
#     nis2: [art.21.2.b, ir.3.2.2, ir.3.2.3.h]
#     iso27001: [A.8.16, A.8.6]
#   equivalent:
#     prowler: [kafka_cluster_enhanced_monitoring_enabled]
#   remediation: >-
#     Run aws kafka update-monitoring --enhanced-monitoring PER_BROKER, or one of the finer
#     levels.
package aws.kafka.monitored

import rego.v1

finer := {"PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"}

pass if input.type == "SERVERLESS"

pass if {
	input.type == "PROVISIONED"
	input.enhanced_monitoring in finer
}

fail contains "it has only the basic metrics" if {
	input.type == "PROVISIONED"
	input.enhanced_monitoring in {"DEFAULT", null}
}
