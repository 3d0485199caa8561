# METADATA
# title: Buckets with confidential data use keys of KMS
# description: >-
#   A key in KMS has a policy and a log of its own, so that reading the data takes two permissions
#   and leaves a trace. Buckets count as confidential by their classification tag; others are not
#   judged.
# custom:
#   kind: aws.s3.bucket
#   needs: [encryption, tags]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.h, ir.9.2.c.iv, ir.9.2.a]
#     iso27001: [A.8.24]
#   params: {class_tag: classification, classes: [confidential, restricted, secret]}
#   equivalent:
#     prowler: [s3_bucket_kms_encryption]
#   remediation: >-
#     Set the bucket's Default encryption to SSE-KMS with a customer managed key, and copy
#     existing objects over themselves to encrypt them anew.
package aws.s3.bucket_kms

import rego.v1

confidential if lower(input.tags[data.params.class_tag]) in data.params.classes

not_applicable contains "the bucket is not tagged as confidential" if {
	is_object(input.tags)
	not confidential
}

pass if {
	confidential
	startswith(input.encryption.algorithm, "aws:kms")
}

fail contains "no default encryption is set" if {
	confidential
	input.encryption == null
}

fail contains sprintf("the default encryption is %s", [input.encryption.algorithm]) if {
	confidential
	not startswith(input.encryption.algorithm, "aws:kms")
}
