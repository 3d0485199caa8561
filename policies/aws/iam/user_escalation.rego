# METADATA
# title: No user can take more rights than it was given
# description: >-
#   All policies of the user together, those of its groups, less denials and the permissions boundary, may
#   add up to a way to any right in the account, though no single policy shows it. Actions count on
#   all resources of their type, or on what changes the user itself. What hangs only on conditions
#   that say when or whence (MFA, address, region, time) is a way too. Control policies of the
#   organisation are not seen.
# custom:
#   kind: aws.iam.user
#   needs: [rights]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC5.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.3.2.c]
#     iso27001: [A.8.2, A.8.3]
#   params:
#     accepted_paths: []
#     loose_conditions:
#       - aws:currenttime
#       - aws:multifactorauthage
#       - aws:multifactorauthpresent
#       - aws:requestedregion
#       - aws:securetransport
#       - aws:sourceip
#       - aws:useragent
#   remediation: >-
#     Take one action of each way named from the user's policies, limit it to named resources, or
#     set a permissions boundary (aws iam put-user-permissions-boundary); ways that are meant to be
#     open, as the message writes them, can be listed in accepted_paths.
package aws.iam.user_escalation

import rego.v1

import data.lib.escalation

not_applicable contains "the user is an administrator" if {
	input.rights.admin == "yes"
}

plain := {action |
	is_array(input.rights.actions)
	some action in input.rights.actions
}

loose := {action |
	is_object(input.rights.conditional_actions)
	some action, keys in input.rights.conditional_actions
	count([key | some key in keys; not key in data.params.loose_conditions]) == 0
}

passes := {service |
	is_array(input.rights.passes_to)
	some service in input.rights.passes_to
}

accepted := {way | some way in data.params.accepted_paths}

all_plain := escalation.ways(plain, passes, [])

open := all_plain - accepted

perhaps := (escalation.ways(plain | loose, passes, []) - all_plain) - accepted

found contains sprintf("the user can gain rights by %s", [way]) if some way in escalation.shown(open)

found contains sprintf("the user can gain rights, under conditions that anybody may meet, by %s", [way]) if {
	some way in escalation.shown(perhaps)
}

judged if {
	is_array(input.rights.actions)
}

pass if {
	judged
	count(found) == 0
}

fail contains reason if {
	judged
	some reason in found
}
