# METADATA
# title: Installed apps cannot administer repositories or the organisation
# description: >-
#   An app that may write administration settings can take away branch protection, add members or
#   read out secrets, with no person asked. Few apps need that, and those are listed in
#   apps_with_admin. A suspended app can do nothing and is not judged.
# custom:
#   kind: github.org.installation
#   needs: [permissions, suspended]
#   severity: high
#   requirements:
#     soc2: [CC6.3, CC9.2]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.2.2.d]
#     iso27001: [A.8.2, A.5.19]
#   params: {apps_with_admin: []}
#   remediation: >-
#     Uninstall the app, or ask its maker for a version with fewer permissions; list it in
#     apps_with_admin if the rights are meant.
package github.org.apps_without_admin

import rego.v1

ruling := ["administration", "members", "organization_administration", "organization_secrets", "secrets"]

not_applicable contains "the app is suspended" if input.suspended == true

held := [name |
	some name in ruling
	input.permissions[name] in {"write", "admin"}
]

# The id of an installation ends in the app's slug.
slug := split(input.id, "/")[1]

pass if {
	input.suspended == false
	is_object(input.permissions)
	count(held) == 0
}

pass if {
	input.suspended == false
	count(held) > 0
	slug in data.params.apps_with_admin
}

fail contains sprintf("the app may write %s", [name]) if {
	input.suspended == false
	not slug in data.params.apps_with_admin
	some name in held
}
