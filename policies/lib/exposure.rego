# What stands between an S3 bucket and the public: the public access block of the bucket and of its
# account. S3 applies a flag when either of the two sets it.
package lib.exposure

import rego.v1

flags := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

# The flags that are off for the bucket and for its account. A block that is null sets none.
open_flags(bucket, account) := [flag |
	some flag in flags
	not blocks(bucket, account, flag)
]

blocks(bucket, _, flag) if bucket[flag] == true

blocks(_, account, flag) if account[flag] == true

# The grants that reach everyone, or everyone with any AWS account.
public_grants(acl) := [grant | some grant in acl.grants; grant.grantee in everyone]

everyone := {
	"http://acs.amazonaws.com/groups/global/AllUsers",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
}
