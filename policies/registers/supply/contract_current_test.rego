package registers.supply.contract_current_test

import rego.v1

import data.registers.supply.contract_current

golden := {
	"id": "contract_current-1",
	"kind": "registers.supply.supplier",
	"source": "registers",
	"criticality": "high",
	"contract_ends_at": "2027-01-01T00:00:00Z",
}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_while_it_runs if {
	contract_current.pass with input as golden with data.run as run
	count(contract_current.fail) == 0 with input as golden with data.run as run
	count(contract_current.not_applicable) == 0 with input as golden with data.run as run
}

test_fails_at_its_end if {
	resource := object.union(golden, {"contract_ends_at": "2026-11-24T02:00:00Z"})
	contract_current.fail == {"the contract ended on 2026-11-24T02:00:00Z"}
		with input as resource
		with data.run as run
	not contract_current.pass with input as resource with data.run as run
	count(contract_current.not_applicable) == 0 with input as resource with data.run as run
}

test_fails_without_end if {
	resource := object.union(golden, {"contract_ends_at": null})
	contract_current.fail == {"the end of the contract is not entered"}
		with input as resource
		with data.run as run
	not contract_current.pass with input as resource with data.run as run
	count(contract_current.not_applicable) == 0 with input as resource with data.run as run
}

test_skips_small_ones if {
	resource := object.union(golden, {"criticality": "medium", "contract_ends_at": null})
	contract_current.not_applicable == {"the supplier is of low or medium criticality"}
		with input as resource
		with data.run as run
	not contract_current.pass with input as resource with data.run as run
	count(contract_current.fail) == 0 with input as resource with data.run as run
}
