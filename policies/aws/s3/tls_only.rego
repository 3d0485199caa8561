# METADATA
# title: Buckets refuse plain HTTP
# description: >-
#   S3 answers over plain HTTP unless the bucket policy forbids it, and then data and signed links
#   cross the network in the clear. The denial must hold for everyone, for all of S3, on the
#   bucket and on its objects.
# custom:
#   kind: aws.s3.bucket
#   needs: [policy]
#   severity: medium
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [s3_bucket_secure_transport_policy]
#     cis: ["aws-3.0:2.1.1", "aws-5.0:2.1.1", "aws-7.0:3.1.1"]
#   remediation: >-
#     Add to the bucket policy a Deny for Principal "*", Action "s3:*", Resource the bucket and
#     bucket/*, with the condition Bool aws:SecureTransport false.
package aws.s3.tls_only

import rego.v1

# The condition is aws:SecureTransport false and nothing else, so that it narrows nothing further.
plain_http(condition) if {
	count(condition) == 1
	some operator, keys in condition
	lower(operator) in {"bool", "boolifexists"}
	count(keys) == 1
	some key, values in keys
	lower(key) == "aws:securetransport"
	[lower(value) | some value in values] == ["false"]
}

refused contains resource if {
	some statement in input.policy.Statement
	statement.Effect == "Deny"
	"*" in statement.Principal.AWS
	some action in statement.Action
	lower(action) in {"*", "s3:*"}
	plain_http(statement.Condition)
	some resource in statement.Resource
}

covered(names) if {
	some name in names
	name in refused
}

bucket := {"*", "arn:aws:s3:::*", input.id, concat("", [input.id, "*"])}

objects := {"*", "arn:aws:s3:::*", concat("", [input.id, "/*"]), concat("", [input.id, "*"])}

pass if {
	covered(bucket)
	covered(objects)
}

fail contains "the bucket has no policy" if input.policy == null

fail contains "plain HTTP to the bucket is not denied" if {
	is_object(input.policy)
	not covered(bucket)
}

fail contains "plain HTTP to the objects is not denied" if {
	is_object(input.policy)
	not covered(objects)
}
