# METADATA
# title: Each OAuth app that the audit log shows approved belongs to an assessed supplier
# description: >-
#   An approved OAuth app acts with the rights of every member who uses it, so its maker is a
#   supplier. GitHub lists approved apps through no API. What is seen is what the organisation's
#   audit log shows, 180 days back on GitHub.com. Earlier approvals, and apps that members use
#   while the organisation restricts none, are not seen. An empty list does not say that there
#   are none.
# custom:
#   kind: github.org.oauth_app
#   needs:
#     - name
#     - state
#     - registers.supply.supplier/identities
#     - registers.supply.supplier/assessed_at
#   severity: high
#   requirements:
#     soc2: [CC9.2, CC6.3]
#     nis2: [art.21.2.d, art.21.3, ir.5.1.5, ir.5.2.a]
#     iso27001: [A.5.19, A.5.21]
#   params: {own_apps: [], max_age_days: 365}
#   remediation: >-
#     Enter the supplier with this identity and assess it, deny the app under Settings, OAuth app
#     policy, or list it in own_apps if it is your own. That page lists all approved apps: enter
#     those that the audit log no longer shows by hand.
package registers.supply.oauth_app_assessed

import rego.v1

import data.lib.days

listed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	some identity in supplier.identities
}

assessed := {lower(identity) |
	some supplier in data.resources["registers.supply.supplier"]
	days.within(supplier.assessed_at, data.run.as_of, data.params.max_age_days)
	some identity in supplier.identities
}

seen_as := lower(concat(":", ["github-oauth-app", input.name]))

own if input.name in data.params.own_apps

# After unblocked the log does not say whether the app has access, so it is judged as if it had.
may_act if {
	not own
	input.state in {"approved", "unblocked"}
}

not_applicable contains "the app is the organisation's own" if own

not_applicable contains sprintf("the last decision in the audit log is %s", [input.state]) if {
	not own
	input.state in {"denied", "blocked"}
}

pass if {
	may_act
	seen_as in assessed
}

fail contains sprintf("%s was %s and is in no supplier's identities", [seen_as, input.state]) if {
	may_act
	not seen_as in listed
}

fail contains sprintf("the supplier of %s was not assessed within %d days", [seen_as, data.params.max_age_days]) if {
	may_act
	seen_as in listed
	not seen_as in assessed
}
