# METADATA
# title: Each incident has a timely decision on its significance that the facts bear out
# description: >-
#   Whether an incident must be reported is decided once, by somebody, for reasons. A decision
#   against reporting that the thresholds of the Implementing Regulation contradict is a failure
#   to report.
# custom:
#   kind: registers.incident.incident
#   needs:
#     - detected_at
#     - aware_at
#     - significant
#     - decided_at
#     - decided_by
#     - reason
#     - criteria
#     - criteria_met
#   severity: critical
#   requirements:
#     soc2: [CC7.3]
#     nis2: [art.23.3, art.21.2.b, ir.3.4.1, ir.3.4.2.e]
#     iso27001: [A.5.25]
#   params: {max_days: 1}
#   remediation: >-
#     Decide, and enter significant, decided_at, decided_by, criteria and reason; the clock
#     starts at aware_at.
package registers.incident.significance_decided

import rego.v1

import data.lib.days

undecided if input.significant == "undecided"

decided if input.significant in {"yes", "no"}

not_applicable contains "it was just detected and is being assessed" if {
	undecided
	count(input.criteria_met) == 0
	days.within(input.detected_at, data.run.as_of, data.params.max_days)
}

wrong contains sprintf("it was detected on %s and is not decided", [input.detected_at]) if {
	undecided
	days.beyond(input.detected_at, data.run.as_of, data.params.max_days)
}

wrong contains sprintf("it is not decided, and the facts meet %s", [criterion]) if {
	undecided
	some criterion in input.criteria_met
}

wrong contains sprintf("it was decided that it is not significant, and the facts meet %s", [criterion]) if {
	input.significant == "no"
	some criterion in input.criteria_met
}

wrong contains "it is significant, and the moment of awareness is not entered" if {
	input.significant == "yes"
	input.aware_at == null
}

wrong contains "it is significant, and no criterion is named" if {
	input.significant == "yes"
	input.criteria == []
}

wrong contains "who decided, when and why is not entered" if {
	decided
	incomplete
}

incomplete if input.decided_at == null

incomplete if input.decided_by == null

incomplete if input.reason == null

started if input.significant == "no"

started if is_string(input.aware_at)

named if input.significant == "no"

named if count(input.criteria) > 0

pass if {
	decided
	started
	named
	is_string(input.decided_at)
	is_string(input.decided_by)
	is_string(input.reason)
	is_string(input.detected_at)
	is_array(input.criteria)
	is_array(input.criteria_met)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
