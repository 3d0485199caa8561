package aws.cloudwatch.events_alarmed_test

import rego.v1

import data.aws.cloudwatch.events_alarmed

golden := {"id": "111122223333", "kind": "aws.cloudwatch.account", "source": "111122223333"}

params := {
	"patterns": {
		"trail_changes": "$.eventName = DeleteTrail || $.eventName = StopLogging",
		"root_usage": "$.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS",
	},
}

resources := {
	"aws.cloudtrail.trail": [
		{
			"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
			"is_logging": true,
			"is_multi_region": true,
			"is_organization": false,
			"log_group_arn": "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*",
		},
	],
	"aws.logs.metric_filter": [
		{
			"id": "f1",
			"region": "eu-central-1",
			"log_group": "trail",
			"pattern": "{ ($.eventName = \"StopLogging\") || ($.eventName = \"DeleteTrail\") }",
			"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
		},
		{
			"id": "f2",
			"region": "eu-central-1",
			"log_group": "trail",
			"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
			"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
		},
	],
	"aws.cloudwatch.alarm": [
		{
			"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
			"region": "eu-central-1",
			"metric_name": "TrailChanges",
			"namespace": "CIS",
			"computed_from": [],
			"actions_enabled": true,
			"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
		},
		{
			"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
			"region": "eu-central-1",
			"metric_name": null,
			"namespace": null,
			"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
			"actions_enabled": true,
			"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
		},
	],
	"aws.sns.subscription": [
		{
			"id": "arn:aws:sns:eu-central-1:111122223333:alarms/email/alarms@acme.example",
			"topic_arn": "arn:aws:sns:eu-central-1:111122223333:alarms",
			"arn": "arn:aws:sns:eu-central-1:111122223333:alarms:1",
		},
	],
}

test_passes_when_all_patterns_alarm_somebody if {
	events_alarmed.pass with input as golden with data.params as params with data.resources as resources
	count(events_alarmed.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_with_a_filter_that_counts_more if {
	others := object.union(resources, {
		"aws.logs.metric_filter": [
			{
				"id": "f1",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.eventName = CreateTrail) || ($.eventName = StopLogging) || ($.eventName = DeleteTrail) }",
				"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
			},
			{
				"id": "f2",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
				"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
			},
		],
	})
	events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.fail) == 0 with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_without_trails if {
	events_alarmed.fail == {
		"no trail of all regions writes to a log group of this account, so that no alarm can watch it",
	}
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
	not events_alarmed.pass
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.cloudtrail.trail": []})
}

test_fails_with_a_stopped_trail if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": false,
				"is_multi_region": true,
				"is_organization": false,
				"log_group_arn": "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*",
			},
		],
	})
	events_alarmed.fail == {
		"no trail of all regions writes to a log group of this account, so that no alarm can watch it",
	}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_trail_of_one_region if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": false,
				"is_organization": false,
				"log_group_arn": "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*",
			},
		],
	})
	events_alarmed.fail == {
		"no trail of all regions writes to a log group of this account, so that no alarm can watch it",
	}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_trail_without_log_group if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": true,
				"is_organization": false,
				"log_group_arn": null,
			},
		],
	})
	events_alarmed.fail == {
		"no trail of all regions writes to a log group of this account, so that no alarm can watch it",
	}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_half_a_pattern if {
	others := object.union(resources, {
		"aws.logs.metric_filter": [
			{
				"id": "f1",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ $.eventName = StopLogging }",
				"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
			},
			{
				"id": "f2",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
				"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: no metric filter on a trail's log group counts these events"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_longer_name if {
	others := object.union(resources, {
		"aws.logs.metric_filter": [
			{
				"id": "f1",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.eventName = StopLogging) || ($.eventName = DeleteTrailOfTears) }",
				"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
			},
			{
				"id": "f2",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
				"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: no metric filter on a trail's log group counts these events"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_filter_on_another_group if {
	others := object.union(resources, {
		"aws.logs.metric_filter": [
			{
				"id": "f1",
				"region": "eu-central-1",
				"log_group": "app",
				"pattern": "{ ($.eventName = \"StopLogging\") || ($.eventName = \"DeleteTrail\") }",
				"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
			},
			{
				"id": "f2",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
				"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: no metric filter on a trail's log group counts these events"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_filter_in_another_region if {
	others := object.union(resources, {
		"aws.logs.metric_filter": [
			{
				"id": "f1",
				"region": "eu-west-1",
				"log_group": "trail",
				"pattern": "{ ($.eventName = \"StopLogging\") || ($.eventName = \"DeleteTrail\") }",
				"metrics": [{"metric_name": "TrailChanges", "metric_namespace": "CIS", "metric_value": "1"}],
			},
			{
				"id": "f2",
				"region": "eu-central-1",
				"log_group": "trail",
				"pattern": "{ ($.userIdentity.type=\"Root\") && ($.userIdentity.invokedBy NOT EXISTS) }",
				"metrics": [{"metric_name": "RootUsage", "metric_namespace": "CIS", "metric_value": "1"}],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: no metric filter on a trail's log group counts these events"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_without_an_alarm if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "Other",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_an_alarm_on_another_namespace if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "TrailChanges",
				"namespace": "Other",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_an_alarm_in_another_region if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-west-1",
				"metric_name": "TrailChanges",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_an_alarm_that_is_off if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "TrailChanges",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": false,
				"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_an_alarm_without_actions if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "TrailChanges",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": [],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_subscriber_who_has_not_confirmed if {
	others := object.union(resources, {
		"aws.sns.subscription": [
			{
				"id": "arn:aws:sns:eu-central-1:111122223333:alarms/email/alarms@acme.example",
				"topic_arn": "arn:aws:sns:eu-central-1:111122223333:alarms",
				"arn": "PendingConfirmation",
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_fails_with_a_topic_without_subscribers if {
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.sns.subscription": []})
	not events_alarmed.pass
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.sns.subscription": []})
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as object.union(resources, {"aws.sns.subscription": []})
}

test_fails_with_a_topic_that_is_gone if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "TrailChanges",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:sns:eu-central-1:111122223333:alarms-old"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	events_alarmed.fail == {"trail_changes: the metric filter feeds no alarm that reaches anybody"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_undecided_with_a_topic_of_another_account if {
	others := object.union(resources, {
		"aws.cloudwatch.alarm": [
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:trail",
				"region": "eu-central-1",
				"metric_name": "TrailChanges",
				"namespace": "CIS",
				"computed_from": [],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:sns:eu-central-1:444455556666:alarms"],
			},
			{
				"id": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root",
				"region": "eu-central-1",
				"metric_name": null,
				"namespace": null,
				"computed_from": [{"metric_name": "RootUsage", "namespace": "CIS"}],
				"actions_enabled": true,
				"alarm_actions": ["arn:aws:lambda:eu-central-1:111122223333:function:page"],
			},
		],
	})
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.fail) == 0 with input as golden with data.params as params with data.resources as others
	count(events_alarmed.not_applicable) == 0
		with input as golden
		with data.params as params
		with data.resources as others
}

test_not_applicable_where_the_organisation_watches if {
	others := object.union(resources, {
		"aws.cloudtrail.trail": [
			{
				"id": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main",
				"is_logging": true,
				"is_multi_region": true,
				"is_organization": true,
				"log_group_arn": "arn:aws:logs:eu-central-1:444455556666:log-group:trail:*",
			},
		],
	})
	events_alarmed.not_applicable == {"the organisation's trail is watched in account 444455556666"}
		with input as golden
		with data.params as params
		with data.resources as others
	not events_alarmed.pass with input as golden with data.params as params with data.resources as others
	count(events_alarmed.fail) == 0 with input as golden with data.params as params with data.resources as others
}
