package aws.waf.rule_has_conditions_test

import rego.v1

import data.aws.waf.rule_has_conditions

golden := {
	"id": "arn:aws:waf::111122223333:rule/1",
	"kind": "aws.waf.rule",
	"source": "111122223333",
	"predicates": [{"type": "IPMatch", "negated": false, "data_id": "1"}],
}

test_passes_with_one if {
	rule_has_conditions.pass with input as golden
	count(rule_has_conditions.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"predicates": []})
	rule_has_conditions.fail == {"it has no condition"} with input as resource
	not rule_has_conditions.pass with input as resource
}
