# METADATA
# title: Data streams are encrypted with a KMS key
# description: >-
#   Records wait in a stream for hours or days. With a KMS key they are stored unreadable, and
#   each use of the key is recorded.
# custom:
#   kind: aws.kinesis.stream
#   needs: [encryption]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [kinesis_stream_encrypted_at_rest]
#   remediation: >-
#     Run aws kinesis start-stream-encryption --encryption-type KMS --key-id <key>.
package aws.kinesis.encrypted

import rego.v1

pass if input.encryption == "KMS"

fail contains "it is not encrypted" if input.encryption == "NONE"
