# METADATA
# title: Tables are encrypted with a KMS key of the account
# description: >-
#   DynamoDB encrypts every table, by default with a key of its own that nobody can watch or
#   take away. With a KMS key each use is recorded, and access to the data can be cut by the
#   policy of the key.
# custom:
#   kind: aws.dynamodb.table
#   needs: [sse_type]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, art.21.2.i, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [dynamodb_tables_kms_cmk_encryption_enabled]
#   remediation: >-
#     Run aws dynamodb update-table --sse-specification
#     Enabled=true,SSEType=KMS,KMSMasterKeyId=<key>.
package aws.dynamodb.kms_key

import rego.v1

pass if input.sse_type == "KMS"

fail contains "it is encrypted with a key of DynamoDB" if input.sse_type == null

fail contains sprintf("it is encrypted with %s", [input.sse_type]) if {
	is_string(input.sse_type)
	input.sse_type != "KMS"
}
