# METADATA
# title: A tag policy of the organisation reaches the account
# description: >-
#   Tags say whose a resource is, how confidential, and what it costs. They do so only if
#   everybody spells them alike, which a tag policy of the organisation sees to. What is asked is
#   whether one reaches this account, directly or from above.
# custom:
#   kind: aws.organizations.account
#   needs: [organization_id, tag_policy]
#   severity: low
#   requirements:
#     soc2: [CC2.1]
#     nis2: [art.21.2.i, ir.12.1.2.b, ir.12.4.1]
#     iso27001: [A.5.9, A.5.13]
#   equivalent:
#     prowler: [organizations_tags_policies_enabled_and_attached]
#   remediation: >-
#     In AWS Organizations enable tag policies, create one and attach it to the root, an
#     organisational unit or the account.
package aws.organizations.tag_policy

import rego.v1

pass if {
	is_string(input.organization_id)
	is_object(input.tag_policy)
}

fail contains "the account belongs to no organisation" if {
	input.organization_id == null
	is_null(input.tag_policy)
}

fail contains "no tag policy reaches the account" if {
	is_string(input.organization_id)
	input.tag_policy == null
}
