# METADATA
# title: The root user is not used for daily work
# description: >-
#   Work done as the root user cannot be tied to a person and cannot be limited. It belongs in a
#   safe for the few tasks that need it. The latest use of its password and of both its access
#   keys counts.
# custom:
#   kind: aws.iam.account
#   needs: [root_credentials]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.b, ir.11.3.2.c]
#     iso27001: [A.8.2]
#   params: {quiet_days: 90}
#   equivalent:
#     prowler: [iam_avoid_root_usage]
#     cis: ["aws-3.0:1.7", "aws-5.0:1.6", "aws-7.0:2.7"]
#   remediation: >-
#     Find who signed in (CloudTrail, userIdentity.type Root), give that person a role with the
#     rights the task needs, and lock the root credentials away.
package aws.iam.root_usage

import rego.v1

import data.lib.days

uses := {
	"password": input.root_credentials.password_last_used,
	"access key 1": input.root_credentials.access_key_1_last_used_date,
	"access key 2": input.root_credentials.access_key_2_last_used_date,
}

recent := {credential: used |
	some credential, used in uses
	days.within(used, data.run.as_of, data.params.quiet_days)
}

pass if {
	count(uses) == 3
	count(recent) == 0
}

fail contains sprintf("the %s of the root user was used on %s", [credential, used]) if {
	some credential, used in recent
}
