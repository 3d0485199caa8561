package registers.supply.listed_test

import rego.v1

import data.registers.supply.listed

golden := {"id": "acme", "kind": "registers.organization.entity", "source": "registers"}

resources := {"registers.supply.supplier": [{"id": "s"}]}

test_passes_when_listed if {
	listed.pass with input as golden with data.resources as resources
	count(listed.fail) == 0 with input as golden with data.resources as resources
}

test_fails_when_empty if {
	others := {"registers.supply.supplier": []}
	listed.fail == {"the register of suppliers is empty"}
		with input as golden
		with data.resources as others
	not listed.pass with input as golden with data.resources as others
}
