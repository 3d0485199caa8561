package registers.privacy.notice_kept_test

import rego.v1

import data.registers.privacy.notice_kept

golden := {
	"id": "notice_kept-1",
	"kind": "registers.privacy.notice",
	"source": "registers",
	"purposes": ["billing"],
	"consent_recorded": true,
	"retention_days": 365,
	"deletion_checked_at": "2026-10-01T00:00:00Z",
	"recipients": ["mailer"],
	"recipients_bound": true,
	"reviewed_at": "2026-10-01T00:00:00Z",
}

params := {"max_age_days": 365}

run := {"as_of": "2026-11-24T02:00:00Z"}

test_passes_when_kept if {
	notice_kept.pass with input as golden with data.params as params with data.run as run
	count(notice_kept.fail) == 0 with input as golden with data.params as params with data.run as run
}

test_passes_without_recipients if {
	resource := object.union(golden, {"recipients": [], "recipients_bound": null})
	notice_kept.pass with input as resource with data.params as params with data.run as run
	count(notice_kept.fail) == 0 with input as resource with data.params as params with data.run as run
}

test_fails_when_not if {
	resource := object.union(golden, {
		"purposes": [],
		"consent_recorded": false,
		"retention_days": null,
		"deletion_checked_at": null,
		"recipients_bound": null,
		"reviewed_at": null,
	})
	notice_kept.fail == {
		"no purpose is named",
		"choice and consent are not recorded",
		"no time is set after which data is deleted",
		"deletion was never checked",
		"not every recipient is bound by contract",
		"it was never reviewed",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not notice_kept.pass with input as resource with data.params as params with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {
		"consent_recorded": null,
		"deletion_checked_at": "2020-01-01T00:00:00Z",
		"reviewed_at": "2020-01-01T00:00:00Z",
	})
	notice_kept.fail == {
		"whether choice and consent are recorded is not entered",
		"deletion was last checked on 2020-01-01T00:00:00Z",
		"it was last reviewed on 2020-01-01T00:00:00Z",
	}
		with input as resource
		with data.params as params
		with data.run as run
	not notice_kept.pass with input as resource with data.params as params with data.run as run
}
