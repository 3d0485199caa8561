# METADATA
# title: Nobody outside may write to a bucket without being named
# description: >-
#   Whoever can write to a bucket can plant files that others trust, or delete what is there. A
#   bucket that is meant to be read by the world is never meant to be written by it. The policy
#   and the access control list count, whether or not a public access block stops them today.
# custom:
#   kind: aws.s3.bucket
#   needs: [policy, acl]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6, CC6.8]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.7.2.c]
#     iso27001: [A.8.3, A.5.15]
#   equivalent:
#     prowler: [s3_bucket_policy_public_write_access, s3_bucket_public_write_acl]
#   remediation: >-
#     Remove the statement or grant (aws s3api put-bucket-policy, put-bucket-acl --acl private);
#     let outsiders upload through presigned links.
package aws.s3.no_public_write

import rego.v1

import data.lib.access
import data.lib.exposure
import data.lib.statements

writing := ["s3:putobject", "s3:deleteobject", "s3:deleteobjectversion", "s3:putobjectacl", "s3:putbucketpolicy", "s3:putbucketacl"]

# The statements that let anyone write, certain or not.
openings := [{"place": opening.place, "certain": opening.certain, "action": action} |
	some opening in access.openings(input.policy)
	some action in writing
	statements.reaches(input.policy.Statement[opening.place - 1], action)
]

found contains sprintf("statement %d of the bucket policy lets anyone call %s", [opening.place, opening.action]) if {
	some opening in openings
	opening.certain
}

found contains sprintf("the access control list grants %s to %s", [grant.permission, grant.grantee]) if {
	some grant in exposure.public_grants(input.acl)
	grant.permission in {"WRITE", "WRITE_ACP", "FULL_CONTROL"}
}

observed := [input.policy, input.acl]

pass if {
	count(observed) == 2
	count(openings) == 0
	count(found) == 0
}

fail contains reason if some reason in found
