# METADATA
# title: Privacy notices are current and what they promise is kept
# description: >-
#   A notice is a promise: what is collected, for what, for how long and who gets it. The
#   practice behind it is checked and its recipients are bound.
# custom:
#   kind: registers.privacy.notice
#   needs:
#     - purposes
#     - consent_recorded
#     - retention_days
#     - deletion_checked_at
#     - recipients
#     - recipients_bound
#     - reviewed_at
#   severity: low
#   requirements:
#     soc2: [P1.1, P2.1, P3.1, P3.2, P4.1, P4.2, P4.3, P6.1, P6.4]
#     iso27001: [A.5.34]
#   params: {max_age_days: 365}
#   remediation: >-
#     Bring the notice up to date and enter what the practice is.
package registers.privacy.notice_kept

import rego.v1

import data.lib.days

bound if input.recipients == []

bound if input.recipients_bound == true

wrong contains "no purpose is named" if input.purposes == []

wrong contains "choice and consent are not recorded" if input.consent_recorded == false

wrong contains "whether choice and consent are recorded is not entered" if input.consent_recorded == null

wrong contains "no time is set after which data is deleted" if input.retention_days == null

wrong contains "deletion was never checked" if input.deletion_checked_at == null

wrong contains sprintf("deletion was last checked on %s", [input.deletion_checked_at]) if {
	days.beyond(input.deletion_checked_at, data.run.as_of, data.params.max_age_days)
}

wrong contains "not every recipient is bound by contract" if {
	count(input.recipients) > 0
	input.recipients_bound in {false, null}
}

wrong contains "it was never reviewed" if input.reviewed_at == null

wrong contains sprintf("it was last reviewed on %s", [input.reviewed_at]) if {
	days.beyond(input.reviewed_at, data.run.as_of, data.params.max_age_days)
}

pass if {
	count(input.purposes) > 0
	input.consent_recorded == true
	is_number(input.retention_days)
	is_string(input.deletion_checked_at)
	bound
	is_array(input.recipients)
	is_string(input.reviewed_at)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
