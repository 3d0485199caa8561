# METADATA
# title: People sign in through an identity provider
# description: >-
#   One place to join and leave ends access everywhere at once. Console passwords of IAM users
#   live outside it and are forgotten when somebody leaves. Users kept for emergencies may be
#   listed in break_glass_users.
# custom:
#   kind: aws.iam.account
#   needs: [aws.iam.saml_provider, aws.iam.user/name, aws.iam.user/credentials]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.2]
#     nis2: [art.21.2.i, ir.11.5.1, ir.11.5.2.a, ir.11.5.2.c, ir.11.6.1]
#     iso27001: [A.5.16]
#   params: {break_glass_users: []}
#   equivalent:
#     prowler: [iam_check_saml_providers_sts]
#     cis: ["aws-3.0:1.21", "aws-5.0:1.20", "aws-7.0:2.19"]
#   remediation: >-
#     Set up IAM Identity Center or a SAML provider, move people to it, and run aws iam
#     delete-login-profile for each user named; list emergency users in the parameter
#     break_glass_users.
package aws.iam.human_users_federated

import rego.v1

providers := data.resources["aws.iam.saml_provider"]

local_users := sort([user.name |
	some user in data.resources["aws.iam.user"]
	user.credentials.password_enabled == true
	not user.name in data.params.break_glass_users
])

pass if {
	count(providers) > 0
	is_array(data.resources["aws.iam.user"])
	count(local_users) == 0
}

fail contains "the account has no identity provider for people" if count(providers) == 0

fail contains sprintf("%s has a console password", [name]) if some name in local_users
