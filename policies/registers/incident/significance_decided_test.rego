package registers.incident.significance_decided_test

import rego.v1

import data.registers.incident.significance_decided

golden := {
	"id": "significance_decided-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"detected_at": "2026-10-01T00:00:00Z",
	"aware_at": "2026-10-01T00:00:00Z",
	"significant": "yes",
	"decided_at": "2026-10-01T00:00:00Z",
	"decided_by": "security lead",
	"reason": "The service was down.",
	"criteria": ["ir.art7.a"],
	"criteria_met": ["ir.art7.a"],
}

params := {"max_days": 1}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_decided if {
	significance_decided.pass with input as golden with data.params as params with data.run as run
	count(significance_decided.fail) == 0
		with input as golden
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.run as run
}

test_passes_when_not_significant if {
	resource := object.union(golden, {"significant": "no", "aware_at": null, "criteria": [], "criteria_met": []})
	significance_decided.pass with input as resource with data.params as params with data.run as run
	count(significance_decided.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_against_the_facts if {
	resource := object.union(golden, {"significant": "no"})
	significance_decided.fail == {"it was decided that it is not significant, and the facts meet ir.art7.a"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without_awareness if {
	resource := object.union(golden, {"aware_at": null, "criteria": []})
	significance_decided.fail == {
		"it is significant, and the moment of awareness is not entered",
		"it is significant, and no criterion is named",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without_reason if {
	resource := object.union(golden, {"reason": null})
	significance_decided.fail == {"who decided, when and why is not entered"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without_person if {
	resource := object.union(golden, {"decided_by": null})
	significance_decided.fail == {"who decided, when and why is not entered"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_without_moment if {
	resource := object.union(golden, {"decided_at": null})
	significance_decided.fail == {"who decided, when and why is not entered"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_undecided if {
	resource := object.union(golden, {"significant": "undecided", "criteria_met": []})
	significance_decided.fail == {"it was detected on 2026-10-01T00:00:00Z and is not decided"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_fails_undecided_against_facts if {
	resource := object.union(golden, {"significant": "undecided", "detected_at": "2026-11-24T01:00:00Z"})
	significance_decided.fail == {"it is not decided, and the facts meet ir.art7.a"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.not_applicable) == 0
		with input as resource
		with data.params as params
		with data.run as run
}

test_waits if {
	resource := object.union(golden, {"significant": "undecided", "detected_at": "2026-11-24T01:00:00Z", "criteria_met": []})
	significance_decided.not_applicable == {"it was just detected and is being assessed"}
		with input as resource
		with data.params as params
		with data.run as run
	not significance_decided.pass
		with input as resource
		with data.params as params
		with data.run as run
	count(significance_decided.fail) == 0
		with input as resource
		with data.params as params
		with data.run as run
}
