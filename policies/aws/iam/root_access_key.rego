# METADATA
# title: The root user has no access key
# description: >-
#   An access key of the root user is a long-lived secret with every right in the account, and no
#   MFA stands before it. No task needs one. A leaked key of this sort is the loss of the account.
# custom:
#   kind: aws.iam.account
#   needs: [summary]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.c, ir.11.6.2.f]
#     iso27001: [A.8.2, A.5.17]
#   equivalent:
#     prowler: [iam_no_root_access_key]
#     cis: ["aws-3.0:1.4", "aws-5.0:1.3", "aws-7.0:2.4"]
#   remediation: >-
#     Sign in as the root user, open Security credentials, deactivate and delete its access keys;
#     move what used them to a role.
package aws.iam.root_access_key

import rego.v1

pass if input.summary.account_access_keys_present == false

fail contains "the root user has an access key" if input.summary.account_access_keys_present == true
