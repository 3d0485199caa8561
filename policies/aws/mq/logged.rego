# METADATA
# title: Message brokers send their logs to CloudWatch Logs
# description: >-
#   The general log tells of connections and failures; the audit log of ActiveMQ tells who
#   managed the broker. Without them a broker leaves no trace of what went wrong or who did it.
# custom:
#   kind: aws.mq.broker
#   needs: [engine, general_logs, audit_logs]
#   severity: low
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [mq_broker_logging_enabled]
#   remediation: >-
#     Run aws mq update-broker --logs General=true,Audit=true (General=true for RabbitMQ) and
#     let Amazon MQ write to CloudWatch Logs.
package aws.mq.logged

import rego.v1

pass if {
	input.general_logs == true
	lower(input.engine) == "rabbitmq"
}

pass if {
	input.general_logs == true
	input.audit_logs == true
}

fail contains "the general log is off" if input.general_logs == false

fail contains "the audit log is off" if {
	lower(input.engine) == "activemq"
	input.audit_logs == false
}
