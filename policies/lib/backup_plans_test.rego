package lib.backup_plans_test

import rego.v1

import data.lib.backup_plans

arn := "arn:aws:rds:eu-central-1:111122223333:db:orders"

all := {"region": "eu-central-1", "resources": [], "not_resources": [], "tag_conditions": [], "conditions": {}}

covers(changes, tags) if backup_plans.covers(object.union(all, changes), "eu-central-1", arn, tags)

test_covers_by_arn if {
	covers({}, {})
	covers({"resources": ["*"]}, {})
	covers({"resources": [arn]}, {})
	covers({"resources": ["arn:aws:ec2:*:*:volume/*", "arn:aws:rds:*:*:db:*"]}, {})
	not covers({"resources": ["arn:aws:rds:*:*:cluster:*"]}, {})
	not covers({"resources": ["arn:aws:rds:eu-central-1:111122223333:db:order"]}, {})
	not covers({"region": "eu-west-1"}, {})
}

test_leaves_out_by_arn if {
	not covers({"resources": ["*"], "not_resources": ["arn:aws:rds:*:*:db:*"]}, {})
	covers({"resources": ["*"], "not_resources": ["arn:aws:rds:*:*:cluster:*"]}, {})
}

test_one_tag_of_the_older_list_is_enough if {
	conditions := [
		{"condition_type": "STRINGEQUALS", "condition_key": "backup", "condition_value": "daily"},
		{"condition_type": "STRINGEQUALS", "condition_key": "stage", "condition_value": "prod"},
	]
	covers({"tag_conditions": conditions}, {"stage": "prod"})
	not covers({"tag_conditions": conditions}, {"stage": "test"})
	not covers({"tag_conditions": conditions}, {})
	covers({"tag_conditions": conditions, "resources": ["arn:aws:rds:*:*:cluster:*"]}, {"stage": "prod"})
	covers({"tag_conditions": conditions, "resources": ["arn:aws:rds:*:*:db:*"]}, {})
	not covers({"tag_conditions": conditions, "not_resources": [arn]}, {"stage": "prod"})
}

test_all_conditions_must_hold if {
	equal := [{"condition_key": "aws:ResourceTag/stage", "condition_value": "prod"}]
	like := [{"condition_key": "aws:ResourceTag/team", "condition_value": "*rod*"}]
	both := {"conditions": {"string_equals": equal, "string_like": like}}
	covers(both, {"stage": "prod", "team": "production"})
	not covers(both, {"stage": "prod"})
	not covers(both, {"stage": "test", "team": "production"})
	not covers(both, {"stage": "prod", "team": "sales"})
}

test_conditions_that_deny if {
	unequal := {"conditions": {"string_not_equals": [{"condition_key": "aws:ResourceTag/stage", "condition_value": "test"}]}}
	covers(unequal, {"stage": "prod"})
	not covers(unequal, {"stage": "test"})
	covers(unequal, {})
	unlike := {"conditions": {"string_not_like": [{"condition_key": "aws:ResourceTag/stage", "condition_value": "test*"}]}}
	covers(unlike, {"stage": "prod"})
	not covers(unlike, {"stage": "test-2"})
	covers(unlike, {"team": "test"})
}

test_signs_stand_for_themselves if {
	backup_plans.like("a.c*", "a.cd")
	not backup_plans.like("a.c*", "abcd")
	backup_plans.like(`[1]+(2)\*`, `[1]+(2)\x`)
	not backup_plans.like("A*", "abc")
}
