package registers.governance.roles_filled_test

import rego.v1

import data.registers.governance.roles_filled

golden := {
	"id": "acme",
	"kind": "registers.organization.entity",
	"source": "registers",
	"roles": ["security lead"],
}

resources := {
	"registers.governance.role": [
		{"id": "1", "role": "security lead", "reports_to": "management_body", "expires_at": null},
		{
			"id": "2",
			"role": "auditor",
			"reports_to": "management_body",
			"expires_at": "2020-01-01T00:00:00Z",
		},
	],
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_filled if {
	roles_filled.pass with input as golden with data.resources as resources with data.run as run
	count(roles_filled.fail) == 0
		with input as golden
		with data.resources as resources
		with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {"roles": ["security lead", "auditor"]})
	roles_filled.fail == {"the role auditor is not filled"}
		with input as resource
		with data.resources as resources
		with data.run as run
	not roles_filled.pass with input as resource with data.resources as resources with data.run as run
}

test_fails_when_nobody_reports if {
	others := {
		"registers.governance.role": [{"id": "1", "role": "security lead", "reports_to": "operations", "expires_at": null}],
	}
	roles_filled.fail == {"nobody with a security role reports to the management body"}
		with input as golden
		with data.resources as others
		with data.run as run
	not roles_filled.pass with input as golden with data.resources as others with data.run as run
}
