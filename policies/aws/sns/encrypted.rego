# METADATA
# title: Topics are encrypted with a KMS key
# description: >-
#   Messages wait in a topic until they are delivered, and carry what the systems tell each other.
#   A KMS key keeps them unreadable to those who get at the storage but not at the key.
# custom:
#   kind: aws.sns.topic
#   needs: [kms_key_id]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [sns_topics_kms_encryption_at_rest_enabled]
#   remediation: >-
#     Run aws sns set-topic-attributes --attribute-name KmsMasterKeyId with a key whose policy
#     lets the publishers use it.
package aws.sns.encrypted

import rego.v1

pass if is_string(input.kms_key_id)

fail contains "the topic has no KMS key" if input.kms_key_id == null
