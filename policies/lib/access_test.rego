# A table of resource policies. Each row says why, from the rules that AWS documents for the evaluation of policies,
# condition operators and keys, and what S3 means by public. `says` is public, private or unclear; `foreign` are the
# accounts let in besides 111122223333. Documents are normalised: lists everywhere.
package lib.access_test

import rego.v1

import data.lib.access

own := {"111122223333"}

verdict(document) := "public" if access.public(document)

verdict(document) := "private" if access.private(document)

verdict(document) := "unclear" if {
	not access.public(document)
	not access.private(document)
}

# Rows of the group for which the answers differ from the table.
wrong(rows) := [row.why |
	some row in rows
	said := {"says": verdict(row.document), "foreign": access.foreign(row.document, own)}
	said != {"says": row.says, "foreign": row.foreign}
]

one(statement) := {"Version": "2012-10-17", "Statement": [statement]}

to(principal) := one({"Effect": "Allow", "Principal": principal, "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::acme/*"]})

everyone := {"AWS": ["*"]}

# Everyone may read, on a condition.
given(condition) := one({
	"Effect": "Allow", "Principal": everyone, "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::acme/*"],
	"Condition": condition,
})

# Everyone may read, and a denial strikes on a condition.
unless(condition) := {"Statement": [
	{"Effect": "Allow", "Principal": everyone, "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::acme/*"]},
	{"Effect": "Deny", "Principal": everyone, "Action": ["s3:*"], "Resource": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"], "Condition": condition},
]}

principals := [
	{"says": "private", "foreign": set(), "document": null, "why": "without a policy only the owner's identities have access"},
	{"says": "private", "foreign": set(), "document": {"Statement": []}, "why": "nothing is allowed by default"},
	{"says": "public", "foreign": {"*"}, "document": to(everyone), "why": "the principal * is anyone, signed or not"},
	{"says": "public", "foreign": {"*", "444455556666"}, "document": to({"AWS": ["444455556666", "*"]}), "why": "one of several principals is *"},
	{"says": "public", "foreign": {"*"}, "document": to({"AWS": ["arn:aws:iam::*:root"]}), "why": "a wildcard for the account is any account"},
	{"says": "public", "foreign": {"*"}, "document": to({"CanonicalUser": ["*"]}), "why": "any canonical user"},
	{"says": "private", "foreign": set(), "document": to({"AWS": ["111122223333"]}), "why": "twelve digits are the root of that account: the own one"},
	{"says": "private", "foreign": set(), "document": to({"AWS": ["arn:aws:iam::111122223333:root"]}), "why": "the root of the own account delegates to it"},
	{"says": "private", "foreign": set(), "document": to({"AWS": ["arn:aws:iam::111122223333:role/app"]}), "why": "a role of the own account"},
	{"says": "private", "foreign": {"444455556666"}, "document": to({"AWS": ["444455556666"]}), "why": "another account is not the public, but foreign"},
	{"says": "private", "foreign": {"444455556666"}, "document": to({"AWS": ["arn:aws:iam::444455556666:root"]}), "why": "the root of another account is all of it"},
	{"says": "private", "foreign": {"444455556666"}, "document": to({"AWS": ["arn:aws:sts::444455556666:assumed-role/ci/run"]}), "why": "a session of a role of another account"},
	{"says": "private", "foreign": {"444455556666"}, "document": to({"AWS": ["arn:aws-us-gov:iam::444455556666:user/alice"]}), "why": "accounts of other partitions are accounts too"},
	{"says": "private", "foreign": {"444455556666", "777788889999"}, "document": to({"AWS": ["444455556666", "arn:aws:iam::777788889999:role/x", "111122223333"]}), "why": "each principal counts"},
	{"says": "private", "foreign": set(), "document": to({"AWS": ["AIDAJQABLZS4A3QDU576Q"]}), "why": "the id of a deleted user lets nobody in"},
	{"says": "private", "foreign": set(), "document": to({"AWS": ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"]}), "why": "an origin access identity belongs to one distribution"},
	{"says": "private", "foreign": set(), "document": to({"CanonicalUser": ["79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"]}), "why": "one canonical user is one account"},
	{"says": "private", "foreign": set(), "document": to({"Service": ["cloudtrail.amazonaws.com"]}), "why": "a service is not the public"},
	{"says": "private", "foreign": set(), "document": to({"Federated": ["arn:aws:iam::111122223333:saml-provider/idp"]}), "why": "those whom the own identity provider signs for"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "NotPrincipal": {"AWS": ["444455556666"]}, "Action": ["s3:GetObject"], "Resource": ["*"]}), "why": "NotPrincipal with Allow is everyone but those, the unsigned too"},
	{"says": "private", "foreign": set(), "document": one({"Effect": "Deny", "Principal": everyone, "Action": ["s3:*"], "Resource": ["*"]}), "why": "a denial to everyone allows nothing"},
	{"says": "private", "foreign": set(), "document": one({"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333"]}, "Action": ["s3:*"], "Resource": ["*"]}), "why": "a denial to everyone but some allows nothing"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "Principal": everyone, "NotAction": ["s3:DeleteBucket"], "Resource": ["*"]}), "why": "all actions but one are allowed to everyone"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [to({"AWS": ["111122223333"]}).Statement[0], to(everyone).Statement[0]]}, "why": "one open statement is enough"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "Principal": everyone, "Action": ["s3:GetObject"], "Resource": ["*"], "Condition": {}}), "why": "an empty Condition is none"},
]

accounts := [
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}}), "why": "the caller's account is the own one"},
	{"says": "private", "foreign": {"444455556666"}, "document": given({"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}), "why": "the values are alternatives"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"AWS:principalACCOUNT": ["111122223333"]}}), "why": "the case of a key does not matter"},
	{"says": "private", "foreign": set(), "document": given({"stringequals": {"aws:PrincipalAccount": ["111122223333"]}}), "why": "nor does that of an operator here"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:PrincipalAccount": ["*"]}}), "why": "StringLike * is any account"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:PrincipalAccount": ["1111*"]}}), "why": "a wildcard leaves accounts that nobody chose"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalAccount": ["*"]}}), "why": "StringEquals knows no wildcard: no account is called *"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:SourceAccount": ["111122223333", "????????????"]}}), "why": "one value of several is open"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:SourceAccount": ["111122223333"]}}), "why": "services that act for the own account"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"AWS:SourceOwner": ["111122223333"]}}), "why": "the default policy of SNS topics: the old name of the source's account"},
	{"says": "private", "foreign": {"444455556666"}, "document": given({"StringEqualsIgnoreCase": {"aws:SourceAccount": ["444455556666"]}}), "why": "services that act for another account"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"s3:DataAccessPointAccount": ["111122223333"]}}), "why": "requests through access points of the own account"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalAccount": ["${aws:ResourceAccount}"]}}), "why": "the caller is of the account that owns the resource"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:ResourceAccount": ["${aws:PrincipalAccount}"]}}), "why": "the same, the other way round"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"StringEquals": {"aws:PrincipalAccount": ["${aws:PrincipalTag/home}"]}}), "why": "a variable that is not understood"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringNotEquals": {"aws:PrincipalAccount": ["444455556666"]}}), "why": "everyone but one account"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"kms:CallerAccount": ["111122223333"], "kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}), "why": "the policy of keys that AWS keeps for a service"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}), "why": "any account can call through S3"},
	{"says": "private", "foreign": {"444455556666"}, "document": one({"Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": ["kms:Decrypt"], "Resource": ["*"], "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}}), "why": "the other account stays in through the service"},
	{"says": "private", "foreign": set(), "document": one({"Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}}}), "why": "conditions and principal together let nobody in"},
	{"says": "private", "foreign": {"444455556666"}, "document": given({"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}, "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::444455556666:role/*"]}}), "why": "both conditions must hold"},
]

organisations := [
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}), "why": "callers of one organisation"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:PrincipalOrgID": ["o-*"]}}), "why": "callers of any organisation"},
	{"says": "private", "foreign": set(), "document": given({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"]}}), "why": "callers of one unit of one organisation"},
	{"says": "public", "foreign": {"*"}, "document": given({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["*/r-ab12/*"]}}), "why": "the organisation is open"},
	{"says": "public", "foreign": {"*"}, "document": given({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/*"]}}), "why": "ForAllValues is true when the key is not sent"},
	{"says": "private", "foreign": set(), "document": given({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/*"]}, "Null": {"aws:PrincipalOrgPaths": ["false"]}}), "why": "Null demands that the key is sent"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEqualsIfExists": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}), "why": "callers without an organisation pass IfExists"},
	{"says": "private", "foreign": set(), "document": given({"StringEqualsIfExists": {"aws:PrincipalAccount": ["111122223333"]}}), "why": "the account is sent with every request, so IfExists changes nothing"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalOrgID": ["${aws:ResourceOrgID}"]}}), "why": "callers of the organisation that owns the resource"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:SourceOrgID": ["o-a1b2c3d4e5"]}}), "why": "services that act for one organisation"},
	{"says": "public", "foreign": {"*"}, "document": given({"Null": {"aws:PrincipalOrgID": ["false"]}}), "why": "any organisation will do"},
	{"says": "private", "foreign": {"444455556666"}, "document": one({"Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}}), "why": "an account of an organisation is still another account"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:VpceOrgID": ["o-a1b2c3d4e5"]}}), "why": "through endpoints of one organisation"},
]

arns := [
	{"says": "private", "foreign": set(), "document": given({"ArnEquals": {"aws:SourceArn": ["arn:aws:sns:eu-west-1:111122223333:alerts"]}}), "why": "one topic of the own account"},
	{"says": "private", "foreign": set(), "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:*:*:111122223333:*"]}}), "why": "anything of the own account"},
	{"says": "private", "foreign": {"444455556666"}, "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:sns:*:444455556666:*"]}}), "why": "topics of another account"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:sns:*:*:alerts"]}}), "why": "every account can have a topic of that name"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnEquals": {"aws:SourceArn": ["arn:aws:sns:*:*:*"]}}), "why": "ArnEquals takes wildcards like ArnLike"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:SourceArn": ["arn:aws:sns:*:*:*"]}}), "why": "StringEquals takes them as letters, and no ARN has such"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:SourceArn": ["arn:aws:sns:*"]}}), "why": "the account is inside the wildcard"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLike": {"aws:SourceArn": ["*"]}}), "why": "any source"},
	{"says": "private", "foreign": set(), "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::acme-uploads"]}}), "why": "a bucket has no account in its ARN, but there is one of the name"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::*"]}}), "why": "every bucket of the world"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::acme-*"]}}), "why": "anyone may make a bucket that begins so"},
	{"says": "private", "foreign": set(), "document": given({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app-*"]}}), "why": "roles of the own account"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/deploy"]}}), "why": "every account can make a role of that name"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnLikeIfExists": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app"]}}), "why": "unsigned requests have no principal ARN"},
	{"says": "private", "foreign": set(), "document": given({"ArnLike": {"s3:DataAccessPointArn": ["arn:aws:s3:eu-west-1:111122223333:accesspoint/*"]}}), "why": "access points of the own account"},
	{"says": "public", "foreign": {"*"}, "document": given({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::444455556666:role/*"]}}), "why": "everyone but some roles"},
	{"says": "private", "foreign": set(), "document": given({"StringLike": {"aws:userid": ["AROAEXAMPLEID:*"]}}), "why": "sessions of one role, by its unique id"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:userid": ["*:alice"]}}), "why": "the caller chooses the name of its session"},
]

networks := [
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}), "why": "through one endpoint"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:SourceVpc": ["vpc-111bbb22"]}}), "why": "from one network"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:SourceVpce": ["vpce-*"]}}), "why": "through any endpoint of anyone"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEqualsIfExists": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}), "why": "requests from the Internet have no endpoint and pass IfExists"},
	{"says": "public", "foreign": {"*"}, "document": given({"Null": {"aws:SourceVpce": ["false"]}}), "why": "any endpoint will do"},
	{"says": "private", "foreign": set(), "document": given({"IpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}), "why": "a range of addresses"},
	{"says": "private", "foreign": set(), "document": given({"IpAddress": {"aws:SourceIp": ["198.51.100.7"]}}), "why": "one address"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}), "why": "all addresses"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["198.51.100.0/24", "::/0"]}}), "why": "all addresses of IPv6"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}), "why": "all addresses, in two halves"},
	{"says": "private", "foreign": set(), "document": given({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}), "why": "/8 is the widest that S3 does not call public"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["52.0.0.0/7"]}}), "why": "wider than /8"},
	{"says": "private", "foreign": set(), "document": given({"IpAddress": {"aws:SourceIp": ["2001:db8::/32"]}}), "why": "/32 is the widest for IPv6"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["2001::/16"]}}), "why": "wider than /32"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddressIfExists": {"aws:SourceIp": ["198.51.100.0/24"]}}), "why": "requests through an endpoint have no source address"},
	{"says": "public", "foreign": {"*"}, "document": given({"NotIpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}), "why": "everyone from elsewhere"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"StringLike": {"aws:SourceIp": ["198.51.*"]}}), "why": "an address compared as text"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"IpAddress": {"aws:SourceIp": ["everywhere"]}}), "why": "not an address"},
	{"says": "public", "foreign": {"*"}, "document": given({"IpAddress": {"aws:VpcSourceIp": ["10.1.1.1/32"]}}), "why": "every network can have that private address"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:VpceAccount": ["111122223333"]}}), "why": "through endpoints of the own account"},
	{"says": "private", "foreign": {"444455556666"}, "document": one({"Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}}), "why": "the other account, through one endpoint"},
	{"says": "private", "foreign": set(), "document": given({"Bool": {"elasticfilesystem:AccessedViaMountTarget": ["true"]}}), "why": "only who reaches a mount target in the network; EFS calls that not public"},
	{"says": "public", "foreign": {"*"}, "document": given({"Bool": {"elasticfilesystem:AccessedViaMountTarget": ["false"]}}), "why": "the other way round"},
]

harmless := [
	{"says": "public", "foreign": {"*"}, "document": given({"Bool": {"aws:SecureTransport": ["true"]}}), "why": "anyone can use TLS"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:Referer": ["https://acme.example"]}}), "why": "anyone can send a header"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"aws:UserAgent": ["acme/*"]}}), "why": "anyone can send a header"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:PrincipalTag/team": ["ops"]}}), "why": "every account tags its own principals"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:username": ["alice"]}}), "why": "every account can have a user of that name"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:PrincipalType": ["User"]}}), "why": "users of any account"},
	{"says": "public", "foreign": {"*"}, "document": given({"Bool": {"aws:MultiFactorAuthPresent": ["true"]}}), "why": "every account has users with MFA"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"s3:x-amz-acl": ["bucket-owner-full-control"]}}), "why": "says what is asked for, not who asks"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringLike": {"s3:prefix": ["home/*"]}}), "why": "says what is asked for"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:ResourceAccount": ["111122223333"]}}), "why": "the resource is always of its account"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}), "why": "anyone can call a region"},
	{"says": "public", "foreign": {"*"}, "document": given({"ForAnyValue:StringEquals": {"aws:CalledVia": ["athena.amazonaws.com"]}}), "why": "anyone can call through Athena"},
	{"says": "public", "foreign": {"*"}, "document": given({"Bool": {"aws:ViaAWSService": ["true"]}}), "why": "anyone can call through a service"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"sts:ExternalId": ["7f3a"]}}), "why": "an external id is no secret, says AWS"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"kms:EncryptionContext:app": ["acme"]}}), "why": "the context is in the trail, not a secret"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"lambda:FunctionUrlAuthType": ["NONE"]}}), "why": "a function URL without sign-in is meant for everyone"},
	{"says": "public", "foreign": {"*"}, "document": given({"StringEquals": {"lambda:FunctionUrlAuthType": ["AWS_IAM"]}}), "why": "every AWS account can sign"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"lambda:EventSourceToken": ["amzn1.ask.skill.1"]}}), "why": "a token that the caller must know"},
	{"says": "private", "foreign": set(), "document": given({"Bool": {"aws:SecureTransport": ["true"]}, "StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}), "why": "one of several conditions ties, and all must hold"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"StringEquals": {"acme:Key": ["x"]}}), "why": "a key that is not known"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"DateLessThan": {"aws:CurrentTime": ["2020-01-01T00:00:00Z"]}}), "why": "what has an end may have ended"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"StringSortOf": {"aws:PrincipalAccount": ["${x}"]}}), "why": "an operator and a value that are not known"},
	{"says": "unclear", "foreign": {"*"}, "document": given({"StringEqualsIgnoreCase": {"kms:RecipientAttestation:ImageSha384": ["abc"]}}), "why": "an enclave's image ties its callers to whoever can run it"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [given({"StringEquals": {"acme:Key": ["x"]}}).Statement[0], to(everyone).Statement[0]]}, "why": "an open statement beside an unclear one"},
]

denied := [
	{"says": "private", "foreign": set(), "document": unless({"StringNotEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}), "why": "a negated operator also strikes when the key is not sent"},
	{"says": "private", "foreign": {"444455556666"}, "document": unless({"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}), "why": "the accounts that the denial spares"},
	{"says": "private", "foreign": set(), "document": unless({"StringNotEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}), "why": "all but one endpoint is denied"},
	{"says": "private", "foreign": set(), "document": unless({"NotIpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}), "why": "all but one range is denied"},
	{"says": "public", "foreign": {"*"}, "document": unless({"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}), "why": "no address is denied"},
	{"says": "public", "foreign": {"*"}, "document": unless({"IpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}), "why": "one range is denied, all others come in"},
	{"says": "public", "foreign": {"*"}, "document": unless({"Bool": {"aws:SecureTransport": ["false"]}}), "why": "anyone can use TLS"},
	{"says": "private", "foreign": set(), "document": unless({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/*"]}}), "why": "all but roles of the own account are denied"},
	{"says": "public", "foreign": {"*"}, "document": unless({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/app"]}}), "why": "a role of that name in any account is spared"},
	{"says": "private", "foreign": set(), "document": unless({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}, "BoolIfExists": {"aws:PrincipalIsAWSService": ["false"]}}), "why": "the organisation and AWS services are spared"},
	{"says": "public", "foreign": {"*"}, "document": unless({"StringNotEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}, "Bool": {"aws:ViaAWSService": ["false"]}}), "why": "who calls through a service is spared, and anyone can"},
	{"says": "unclear", "foreign": {"*"}, "document": unless({"StringNotEquals": {"acme:Key": ["x"]}}), "why": "the denial hangs on a key that is not known"},
	{"says": "private", "foreign": set(), "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:role/app"]}, "Action": ["*"], "Resource": ["*"]}]}, "why": "everyone but one role is denied"},
	{"says": "private", "foreign": {"444455556666"}, "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "NotPrincipal": {"AWS": ["444455556666"]}, "Action": ["s3:Get*"], "Resource": ["*"]}]}, "why": "everyone but another account is denied"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "NotPrincipal": {"AWS": ["*"]}, "Action": ["*"], "Resource": ["*"]}]}, "why": "everyone but everyone is nobody"},
	{"says": "private", "foreign": set(), "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "Principal": everyone, "Action": ["*"], "Resource": ["*"]}]}, "why": "an explicit denial wins over every allowance"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "Principal": everyone, "Action": ["s3:PutObject"], "Resource": ["*"]}]}, "why": "another action is denied"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "Principal": everyone, "Action": ["s3:*"], "Resource": ["arn:aws:s3:::acme/private/*"]}]}, "why": "a part of the resources is denied"},
	{"says": "public", "foreign": {"*"}, "document": {"Statement": [to(everyone).Statement[0], {"Effect": "Deny", "Principal": {"AWS": ["444455556666"]}, "Action": ["*"], "Resource": ["*"]}]}, "why": "one account is denied"},
	{"says": "private", "foreign": set(), "document": {"Statement": [one({"Effect": "Allow", "Principal": everyone, "Action": ["*"], "Resource": ["*"]}).Statement[0], {"Effect": "Deny", "Principal": everyone, "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["111122223333"]}}}]}, "why": "a bucket knows no actions but those of S3"},
	{"says": "private", "foreign": set(), "document": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::acme/*"]}, {"Effect": "Deny", "Principal": everyone, "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["111122223333"]}}}]}, "why": "the denial also strikes the account that is named"},
]

services := [
	{"says": "private", "foreign": set(), "document": one({"Effect": "Allow", "Principal": {"Service": ["s3.amazonaws.com"]}, "Action": ["sns:Publish"], "Resource": ["*"], "Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333"]}}}), "why": "S3 for the own account"},
	{"says": "private", "foreign": {"444455556666"}, "document": one({"Effect": "Allow", "Principal": {"Service": ["s3.amazonaws.com"]}, "Action": ["sns:Publish"], "Resource": ["*"], "Condition": {"StringEquals": {"aws:SourceAccount": ["444455556666"]}}}), "why": "S3 for another account"},
	{"says": "private", "foreign": {"444455556666"}, "document": one({"Effect": "Allow", "Principal": {"Service": ["events.amazonaws.com"]}, "Action": ["sqs:SendMessage"], "Resource": ["*"], "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:events:*:444455556666:rule/*"]}}}), "why": "rules of another account"},
	{"says": "private", "foreign": set(), "document": given({"Bool": {"aws:PrincipalIsAWSService": ["true"]}}), "why": "only AWS services call themselves"},
	{"says": "private", "foreign": set(), "document": given({"StringEquals": {"aws:PrincipalServiceName": ["cloudtrail.amazonaws.com"]}}), "why": "only one service"},
	{"says": "public", "foreign": {"*"}, "document": given({"Bool": {"aws:PrincipalIsAWSService": ["false"]}}), "why": "everyone but services"},
	{"says": "private", "foreign": set(), "document": one({"Effect": "Allow", "Principal": everyone, "Action": ["SNS:Subscribe", "sns:Receive"], "Resource": ["*"], "Condition": {"StringLike": {"sns:Endpoint": ["*@acme.example"]}}}), "why": "who subscribes gets nothing, the address does"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "Principal": everyone, "Action": ["sns:Publish"], "Resource": ["*"], "Condition": {"StringLike": {"sns:Endpoint": ["*@acme.example"]}}}), "why": "publishing has no endpoint to check"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "Principal": everyone, "Action": ["sns:Subscribe"], "Resource": ["*"], "Condition": {"StringLike": {"sns:Endpoint": ["https://*"]}}}), "why": "any address"},
	{"says": "public", "foreign": {"*"}, "document": one({"Effect": "Allow", "Principal": everyone, "Action": ["sns:Subscribe"], "Resource": ["*"], "Condition": {"StringEquals": {"sns:Protocol": ["https"]}}}), "why": "any address"},
]

test_principals if wrong(principals) == []

test_accounts if wrong(accounts) == []

test_organisations if wrong(organisations) == []

test_arns if wrong(arns) == []

test_networks if wrong(networks) == []

test_conditions_that_tie_nobody if wrong(harmless) == []

test_denials if wrong(denied) == []

test_services if wrong(services) == []

test_the_table_is_as_long_as_it_says if {
	rows := [row | some group in [principals, accounts, organisations, arns, networks, harmless, denied, services]; some row in group]
	count(rows) >= 150
	count({row.document | some row in rows}) == count(rows)
}

test_openings_tell_place_and_actions if {
	open := to(everyone).Statement[0]
	but := {"Effect": "Allow", "Principal": everyone, "NotAction": ["s3:Put*"], "Resource": ["*"], "Condition": {"StringEquals": {"acme:Key": ["x"]}}}
	access.openings({"Statement": [to({"AWS": ["444455556666"]}).Statement[0], open, but]}) == [
		{"place": 2, "certain": true, "actions": ["s3:GetObject"]},
		{"place": 3, "certain": false, "actions": ["all but s3:Put*"]},
	]
}

test_organisations_are_told if {
	access.organisations(given({"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}})) == {"o-a1b2c3d4e5"}
	access.organisations(given({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-1/r-2/*"]}})) == {"o-1"}
	access.organisations(to(everyone)) == set()
}

test_deputies if {
	topic := {"Effect": "Allow", "Principal": {"Service": ["s3.amazonaws.com"]}, "Action": ["sns:Publish"], "Resource": ["*"]}
	access.deputies(one(topic)) == {"s3.amazonaws.com"}
	access.deputies(one(object.union(topic, {"Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::acme"]}}}))) == set()
	access.deputies(one(object.union(topic, {"Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::*"]}}}))) == {"s3.amazonaws.com"}
	access.deputies(one(object.union(topic, {"Condition": {"StringEqualsIfExists": {"aws:SourceAccount": ["111122223333"]}}}))) == {"s3.amazonaws.com"}
	access.deputies(given({"Bool": {"aws:PrincipalIsAWSService": ["true"]}})) == {"*"}
	access.deputies(given({"Bool": {"aws:PrincipalIsAWSService": ["true"]}, "StringEquals": {"aws:SourceOrgID": ["o-1"]}})) == set()
	guard := {"Effect": "Deny", "Principal": everyone, "Action": ["sns:*"], "Resource": ["*"], "Condition": {"StringNotEquals": {"aws:SourceAccount": ["111122223333"]}}}
	access.deputies({"Statement": [topic, guard]}) == set()
}

trust(provider, condition) := one({"Effect": "Allow", "Principal": {"Federated": [provider]}, "Action": ["sts:AssumeRoleWithWebIdentity"], "Condition": condition})

test_strangers if {
	github := "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	claim := "token.actions.githubusercontent.com:sub"
	access.strangers(trust(github, {})) == {"token.actions.githubusercontent.com"}
	access.strangers(trust(github, {"StringEquals": {"token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"]}})) == {"token.actions.githubusercontent.com"}
	access.strangers(trust(github, {"StringLike": {claim: ["repo:acme/*"]}})) == set()
	access.strangers(trust(github, {"StringLike": {claim: ["repo:*"]}})) == {"token.actions.githubusercontent.com"}
	access.strangers(trust(github, {"StringLike": {claim: ["*"]}})) == {"token.actions.githubusercontent.com"}
	access.strangers(trust(github, {"StringEquals": {claim: ["repo:acme/app:ref:refs/heads/main"]}})) == set()
	access.strangers(trust("cognito-identity.amazonaws.com", {"StringEquals": {"cognito-identity.amazonaws.com:aud": ["eu-west-1:1"]}})) == set()
	access.strangers(trust("cognito-identity.amazonaws.com", {"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": ["authenticated"]}})) == {"cognito-identity.amazonaws.com"}
	access.strangers(trust("graph.facebook.com", {"StringEquals": {"graph.facebook.com:app_id": ["1"]}})) == set()
	access.strangers(trust("arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1", {})) == set()
	access.strangers(trust("arn:aws:iam::111122223333:saml-provider/idp", {})) == set()
}

test_canonical_users_are_told if {
	access.canonical(to({"CanonicalUser": ["79a5", "*"]})) == {"79a5"}
	access.canonical(to({"AWS": ["444455556666"]})) == set()
}
