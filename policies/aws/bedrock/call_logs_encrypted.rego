# METADATA
# title: Logs of calls of models are encrypted
# description: >-
#   The log holds whole questions and answers, and whatever people put into them. The bucket
#   must encrypt, and the log group must have a KMS key. Both are looked up; those of another
#   account are not seen.
# custom:
#   kind: aws.bedrock.region
#   needs:
#     - region
#     - log_group
#     - log_bucket
#     - large_data_bucket
#     - aws.s3.bucket/name
#     - aws.s3.bucket/encryption
#     - aws.logs.log_group/region
#     - aws.logs.log_group/name
#     - aws.logs.log_group/kms_key_id
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [bedrock_model_invocation_logs_encryption_enabled]
#   remediation: >-
#     Run aws logs associate-kms-key for the log group and aws s3api put-bucket-encryption for
#     the bucket.
package aws.bedrock.call_logs_encrypted

import rego.v1

encryption := {bucket.name: bucket.encryption | some bucket in data.resources["aws.s3.bucket"]}

keys := {concat("/", [group.region, group.name]): group.kms_key_id | some group in data.resources["aws.logs.log_group"]}

places := {name | some name in [input.log_group, input.log_bucket, input.large_data_bucket]; is_string(name)}

key := keys[concat("/", [input.region, input.log_group])] if is_string(input.log_group)

safe contains input.log_group if is_string(key)

safe contains name if {
	some name in [input.log_bucket, input.large_data_bucket]
	is_object(encryption[name])
}

not_applicable contains "calls of models are not logged" if {
	input.log_group == null
	input.log_bucket == null
}

pass if {
	count(places) > 0
	count(places - safe) == 0
}

fail contains sprintf("the log group %s has no KMS key", [input.log_group]) if key == null

fail contains sprintf("the bucket %s does not encrypt", [name]) if {
	some name in [input.log_bucket, input.large_data_bucket]
	encryption[name] == null
}
