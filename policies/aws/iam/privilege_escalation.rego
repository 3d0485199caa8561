# METADATA
# title: No attached policy of ours lets its holder gain more rights
# description: >-
#   Some sets of actions let their holder take any right in the account, for example by writing a
#   new policy version or by starting a function with a stronger role. Such a policy makes
#   administrators in all but name. Only what is allowed without a condition, on all resources of a
#   type, and not denied by the same policy counts; a condition on iam:PassedToService is understood.
# custom:
#   kind: aws.iam.policy
#   needs: [aws_managed, attachment_count, document]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2, A.8.3]
#   params: {more_paths: [], accepted_paths: []}
#   equivalent:
#     prowler: [iam_policy_allows_privilege_escalation]
#   remediation: >-
#     Take the actions named out of the policy, or limit them to named resources or by a condition
#     on iam:PermissionsBoundary or iam:PassedToService. Further sets of actions can be given in
#     more_paths; ways that are meant to be open, as the message writes them, in accepted_paths.
package aws.iam.privilege_escalation

import rego.v1

import data.lib.escalation

not_applicable contains "AWS keeps this policy" if input.aws_managed == true

not_applicable contains "the policy is attached to nobody" if input.attachment_count == 0

in_force if {
	input.aws_managed == false
	input.attachment_count > 0
}

found contains way if {
	some way in escalation.of_document(input.document, data.params.more_paths)
	not way in data.params.accepted_paths
}

pass if {
	in_force
	is_array(input.document.Statement)
	count(found) == 0
}

fail contains sprintf("its holder can gain rights by %s", [way]) if {
	in_force
	some way in escalation.shown(found)
}
