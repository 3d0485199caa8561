# METADATA
# title: No attached policy of ours gives full access to CloudTrail
# description: >-
#   Who may do everything in CloudTrail may stop the record of what is done, which is the first
#   step of hiding it. Reading the trail is a common duty, ending it is not. Policies that AWS
#   keeps, and those attached to nobody, are not judged.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC7.2]
#     nis2: [art.21.2.b, art.21.2.i, ir.3.2.5, ir.11.2.2.a]
#     iso27001: [A.8.15, A.8.2]
#   equivalent:
#     prowler: [iam_policy_no_full_access_to_cloudtrail]
#   remediation: >-
#     Replace cloudtrail:* on * with the actions needed (cloudtrail:LookupEvents,
#     cloudtrail:GetTrailStatus).
package aws.iam.policy_full_cloudtrail

import rego.v1

import data.lib.statements

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

offending contains place if {
	some place, statement in input.document.Statement
	statements.full_service(statement, "cloudtrail")
}

doubtful if {
	some statement in input.document.Statement
	statements.perhaps_service(statement, "cloudtrail")
}

pass if {
	in_force
	is_array(input.document.Statement)
	count(offending) == 0
	not doubtful
}

fail contains sprintf("statement %d allows every CloudTrail action on every trail", [place + 1]) if {
	in_force
	some place in offending
}
