# METADATA
# title: Access control lists of buckets grant rights to the owner alone
# description: >-
#   A grant in an access control list gives another account, or everyone, a right that no policy
#   shows. Reviews of policies miss it. The group that delivers S3 logs is allowed unless the
#   parameter says otherwise.
# custom:
#   kind: aws.s3.bucket
#   needs: [acl]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.2.2.d]
#     iso27001: [A.5.15, A.8.3]
#   params: {allowed_grantees: ["http://acs.amazonaws.com/groups/s3/LogDelivery"]}
#   remediation: >-
#     Run aws s3api put-bucket-acl --acl private, and give other accounts what they need in the
#     bucket policy.
package aws.s3.acl_owner_only

import rego.v1

foreign := [grant |
	some grant in input.acl.grants
	grant.grantee != input.acl.owner_id
	not grant.grantee in data.params.allowed_grantees
]

pass if {
	is_array(input.acl.grants)
	count(foreign) == 0
}

fail contains sprintf("%s is granted to %s", [grant.permission, grant.grantee]) if some grant in foreign
