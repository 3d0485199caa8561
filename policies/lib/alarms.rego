# The way from a trail to somebody who is told: trail, log group, metric filter, metric, alarm, action.
package lib.alarms

import rego.v1

import data.lib.arns

# The log group a trail writes to, [account, region, name]. A trail that is stopped writes to none.
group(trail) := [parts[4], parts[3], parts[6]] if {
	trail.is_logging == true
	is_string(trail.log_group_arn)
	parts := split(trail.log_group_arn, ":")
}

# What a filter pattern asks, clause by clause, without blanks, quotes and brackets.
clauses(pattern) := {clause |
	some clause in regex.split(`&&|[|][|]`, regex.replace(pattern, `[\s(){}"']`, ""))
	clause != ""
}

# The metrics that a filter feeds, [region, namespace, name].
feeds(filter) := {[filter.region, metric.metric_namespace, metric.metric_name] | some metric in filter.metrics}

# The metrics that an alarm watches: one, or those it computes over.
watches(alarm) := {[alarm.region, alarm.namespace, alarm.metric_name]} | computed(alarm)

computed(alarm) := {[alarm.region, metric.namespace, metric.metric_name] | some metric in alarm.computed_from}

# What an alarm sets off. One whose actions are off sets nothing off.
actions(alarm) := {action | some action in alarm.alarm_actions} if alarm.actions_enabled == true

# An action reaches somebody: it is one of the topics that have subscribers, or no topic and acts by itself.
reaches(action, _) if not is_topic(action)

reaches(action, topics) if action in topics

# A topic of another account than the alarm's: whether somebody listens cannot be seen from here.
unseen(action, alarm) if {
	is_topic(action)
	arns.account(action) != arns.account(alarm.id)
}

is_topic(action) if split(action, ":")[2] == "sns"
