package aws.waf_regional.rule_group_has_rules_test

import rego.v1

import data.aws.waf_regional.rule_group_has_rules

golden := {
	"id": "arn:aws:waf-regional:eu-central-1:111122223333:rulegroup/1",
	"kind": "aws.waf_regional.rule_group",
	"source": "111122223333",
	"rules": [{"rule_id": "1", "type": "REGULAR"}],
}

test_passes_with_one if {
	rule_group_has_rules.pass with input as golden
	count(rule_group_has_rules.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"rules": []})
	rule_group_has_rules.fail == {"it has no rule"} with input as resource
	not rule_group_has_rules.pass with input as resource
}
