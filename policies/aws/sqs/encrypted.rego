# METADATA
# title: Queues are encrypted
# description: >-
#   Messages lie in a queue for up to two weeks. New queues are encrypted with keys of SQS; older
#   ones may not be, and the setting can be taken off.
# custom:
#   kind: aws.sqs.queue
#   needs: [kms_key_id, sqs_managed_sse]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [sqs_queues_server_side_encryption_enabled]
#   remediation: >-
#     Run aws sqs set-queue-attributes with SqsManagedSseEnabled=true, or with a KmsMasterKeyId.
package aws.sqs.encrypted

import rego.v1

pass if {
	is_string(input.kms_key_id)
	is_boolean(input.sqs_managed_sse)
}

pass if {
	input.kms_key_id == null
	input.sqs_managed_sse == true
}

fail contains "the queue is not encrypted" if {
	input.kms_key_id == null
	input.sqs_managed_sse == false
}
