# METADATA
# title: Nobody has full access to CloudShell
# description: >-
#   AWSCloudShellFullAccess lets its holder copy files out of the account's shell to any machine and
#   reach the Internet from inside, past the controls of the company's own network. A policy without
#   upload and download is enough to work in the shell.
# custom:
#   kind: aws.iam.account
#   needs: [aws_policy_holders]
#   severity: medium
#   requirements:
#     soc2: [CC6.7, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a]
#     iso27001: [A.8.12, A.8.3]
#   equivalent:
#     prowler: [iam_policy_cloudshell_admin_not_attached]
#     cis: ["aws-3.0:1.22", "aws-5.0:1.21"]
#   remediation: >-
#     Detach arn:aws:iam::aws:policy/AWSCloudShellFullAccess from those named, and attach a policy that
#     denies cloudshell:GetFileDownloadUrls and cloudshell:GetFileUploadUrls.
package aws.iam.cloudshell_full_access

import rego.v1

holders := [concat(" ", [trim_suffix(sort_of, "s"), name]) |
	some sort_of, names in input.aws_policy_holders.AWSCloudShellFullAccess
	some name in names
]

pass if {
	is_object(input.aws_policy_holders.AWSCloudShellFullAccess)
	count(holders) == 0
}

fail contains sprintf("the %s has AWSCloudShellFullAccess", [holder]) if some holder in holders
