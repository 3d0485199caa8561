package registers.incident.receipts_kept_test

import rego.v1

import data.registers.incident.receipts_kept

golden := {
	"id": "receipts_kept-1",
	"kind": "registers.incident.incident",
	"source": "registers",
	"early_warning_at": "2026-10-01T00:00:00Z",
	"early_warning_receipt": "EW-1",
	"notification_at": "2026-10-01T00:00:00Z",
	"notification_receipt": "N-1",
	"final_report_at": "2026-10-01T00:00:00Z",
	"final_report_receipt": "F-1",
}

test_passes_when_kept if {
	receipts_kept.pass with input as golden
	count(receipts_kept.fail) == 0 with input as golden
	count(receipts_kept.not_applicable) == 0 with input as golden
}

test_passes_early if {
	resource := object.union(golden, {"final_report_at": null, "final_report_receipt": null})
	receipts_kept.pass with input as resource
	count(receipts_kept.fail) == 0 with input as resource
	count(receipts_kept.not_applicable) == 0 with input as resource
}

test_fails_when_missing if {
	resource := object.union(golden, {
		"early_warning_receipt": null,
		"notification_receipt": null,
		"final_report_receipt": null,
	})
	receipts_kept.fail == {
		"the early warning has no receipt",
		"the incident notification has no receipt",
		"the final report has no receipt",
	}
		with input as resource
	not receipts_kept.pass with input as resource
	count(receipts_kept.not_applicable) == 0 with input as resource
}

test_skips_unsent if {
	resource := object.union(golden, {"early_warning_at": null, "notification_at": null, "final_report_at": null})
	receipts_kept.not_applicable == {"nothing was sent"} with input as resource
	not receipts_kept.pass with input as resource
	count(receipts_kept.fail) == 0 with input as resource
}
