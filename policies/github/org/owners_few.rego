# METADATA
# title: Owners are few, and more than one
# description: >-
#   An owner can do everything in the organisation, so each is one more account worth stealing. A
#   single owner is a person whom nobody can stand in for. When approved_owners is given, every
#   owner must be on it.
# custom:
#   kind: github.org.organization
#   needs: [owners]
#   severity: medium
#   requirements:
#     soc2: [CC1.3, CC6.3]
#     nis2: [art.21.2.i, ir.11.3.2.c, ir.11.2.2.e]
#     iso27001: [A.8.2]
#   params: {min_owners: 2, max_owners: 5, approved_owners: []}
#   equivalent:
#     cis: ["github-1.2:1.3.3"]
#   remediation: >-
#     In People change the role of owners who do not need it to Member, or make a second owner;
#     keep approved_owners up to date.
package github.org.owners_few

import rego.v1

strangers contains owner if {
	count(data.params.approved_owners) > 0
	some owner in input.owners
	not owner in data.params.approved_owners
}

pass if {
	count(input.owners) >= data.params.min_owners
	count(input.owners) <= data.params.max_owners
	count(strangers) == 0
}

fail contains sprintf("the number of owners is %d, at least %d are needed", [count(input.owners), data.params.min_owners]) if {
	count(input.owners) < data.params.min_owners
}

fail contains sprintf("the number of owners is %d, at most %d are allowed", [count(input.owners), data.params.max_owners]) if {
	count(input.owners) > data.params.max_owners
}

fail contains sprintf("%s is an owner and not in approved_owners", [owner]) if some owner in strangers
