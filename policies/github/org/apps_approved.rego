# METADATA
# title: Installed apps are approved and narrow
# description: >-
#   An app acts with its own rights in every repository it was given, and its maker's losses
#   become the organisation's. Each should be known, and see only the repositories it works on.
#   Apps that need all repositories are listed in whole_organisation.
# custom:
#   kind: github.org.installation
#   needs: [app_slug, repository_selection]
#   severity: medium
#   requirements:
#     soc2: [CC6.3, CC9.2]
#     nis2: [art.21.2.i, art.21.2.d, ir.11.2.2.d, ir.5.1.6]
#     iso27001: [A.5.19, A.8.2]
#   params: {approved_apps: [], whole_organisation: []}
#   equivalent:
#     cis: ["github-1.2:1.4.1", "github-1.2:1.4.2", "github-1.2:1.4.3"]
#   remediation: >-
#     Under Settings, GitHub Apps, uninstall the app or limit it to selected repositories; add
#     approved apps to approved_apps, and to whole_organisation where all repositories are meant.
package github.org.apps_approved

import rego.v1

fail contains sprintf("the app %s is not in approved_apps", [input.app_slug]) if {
	not input.app_slug in data.params.approved_apps
}

fail contains sprintf("the app %s may see all repositories", [input.app_slug]) if {
	input.repository_selection == "all"
	not input.app_slug in data.params.whole_organisation
}

narrow if input.repository_selection == "selected"

narrow if {
	input.repository_selection == "all"
	input.app_slug in data.params.whole_organisation
}

pass if {
	input.app_slug in data.params.approved_apps
	narrow
}
