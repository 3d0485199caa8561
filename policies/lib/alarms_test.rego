package lib.alarms_test

import rego.v1

import data.lib.alarms

group := "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*"

test_a_trail_writes_to_a_group_while_it_is_on if {
	alarms.group({"is_logging": true, "log_group_arn": group}) == ["111122223333", "eu-central-1", "trail"]
	not alarms.group({"is_logging": false, "log_group_arn": group})
	not alarms.group({"is_logging": true, "log_group_arn": null})
}

test_patterns_are_read_as_clauses_however_they_are_written if {
	spelled := "{ ($.eventSource = \"kms.amazonaws.com\") && (($.eventName=DisableKey)||($.eventName = 'ScheduleKeyDeletion')) }"
	plain := "$.eventSource = kms.amazonaws.com && $.eventName = DisableKey || $.eventName = ScheduleKeyDeletion"
	alarms.clauses(spelled) == alarms.clauses(plain)
	count(alarms.clauses(plain)) == 3
	alarms.clauses("") == set()
}

test_a_filter_feeds_metrics if {
	filter := {"region": "r", "metrics": [{"metric_namespace": "a", "metric_name": "b"}, {"metric_namespace": "c", "metric_name": "d"}]}
	alarms.feeds(filter) == {["r", "a", "b"], ["r", "c", "d"]}
}

test_an_alarm_watches_one_metric_or_several if {
	alarm := {"region": "r", "namespace": "a", "metric_name": "b", "computed_from": [{"namespace": "c", "metric_name": "d"}]}
	alarms.watches(alarm) == {["r", "a", "b"], ["r", "c", "d"]}
}

test_what_an_alarm_sets_off if {
	alarms.actions({"actions_enabled": true, "alarm_actions": ["a"]}) == {"a"}
	not alarms.actions({"actions_enabled": false, "alarm_actions": ["a"]})
}

topic := "arn:aws:sns:eu-central-1:111122223333:alarms"

test_whom_an_action_reaches if {
	alarms.reaches(topic, {topic})
	not alarms.reaches(topic, set())
	alarms.reaches("arn:aws:lambda:eu-central-1:111122223333:function:page", set())
}

test_topics_of_other_accounts_are_not_seen if {
	alarm := {"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:a"}
	not alarms.unseen(topic, alarm)
	alarms.unseen("arn:aws:sns:eu-central-1:444455556666:alarms", alarm)
	not alarms.unseen("arn:aws:lambda:eu-central-1:444455556666:function:page", alarm)
}
