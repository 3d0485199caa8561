package aws.wafv2.global_web_acl_rules_measured_test

import rego.v1

import data.aws.wafv2.global_web_acl_rules_measured

golden := {
	"id": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1",
	"kind": "aws.wafv2.global_web_acl",
	"source": "111122223333",
	"rules": [{"name": "a", "visibility_config": {"cloud_watch_metrics_enabled": true}}],
	"first_rule_groups": [
		{"name": "b", "visibility_config": {"cloud_watch_metrics_enabled": true}},
	],
	"last_rule_groups": [],
}

test_passes_when_all_are_measured if {
	global_web_acl_rules_measured.pass with input as golden
	count(global_web_acl_rules_measured.fail) == 0 with input as golden
	count(global_web_acl_rules_measured.not_applicable) == 0 with input as golden
}

test_fails_with_a_rule if {
	resource := object.union(golden, {
		"rules": [
			{
				"name": "a",
				"visibility_config": {
					"cloud_watch_metrics_enabled": true,
				},
			},
			{
				"name": "c",
				"visibility_config": {
					"cloud_watch_metrics_enabled": false,
				},
			},
		],
	})
	global_web_acl_rules_measured.fail == {"rule c has no metric"} with input as resource
	not global_web_acl_rules_measured.pass with input as resource
	count(global_web_acl_rules_measured.not_applicable) == 0 with input as resource
}

test_fails_with_a_rule_group if {
	resource := object.union(golden, {
		"first_rule_groups": [
			{
				"name": "b",
				"visibility_config": {
					"cloud_watch_metrics_enabled": false,
				},
			},
		],
	})
	global_web_acl_rules_measured.fail == {"rule b has no metric"} with input as resource
	not global_web_acl_rules_measured.pass with input as resource
	count(global_web_acl_rules_measured.not_applicable) == 0 with input as resource
}

test_not_applicable_without_rules if {
	resource := object.union(golden, {"rules": [], "first_rule_groups": []})
	global_web_acl_rules_measured.not_applicable == {"it has no rules"} with input as resource
	not global_web_acl_rules_measured.pass with input as resource
	count(global_web_acl_rules_measured.fail) == 0 with input as resource
}
