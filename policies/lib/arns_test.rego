package lib.arns_test

import rego.v1

import data.lib.arns

app := "arn:aws:logs:eu-central-1:111122223333:log-group:/app.web:*"

cases := {
	"*": true,
	"arn:aws:logs:eu-central-1:111122223333:log-group:/app.web:*": true,
	"arn:aws:logs:*:111122223333:log-group:/app*": true,
	"arn:aws:logs:eu-central-?:*:log-group:*": true,
	"arn:aws:logs:eu-central-1:111122223333:log-group:/appXweb:*": false,
	"arn:aws:logs:eu-central-1:111122223333:log-group:/app": false,
	"arn:aws:logs:eu-west-*": false,
	"ARN:AWS:LOGS:*": false,
	"arn:aws:logs:*(a|b)": false,
}

test_patterns_stand_for_whole_arns if {
	wrong := {pattern |
		some pattern, expected in cases
		got := count([1 | arns.covers(pattern, app)]) > 0
		got != expected
	}
	wrong == set()
}

test_the_account_is_the_fifth_part if arns.account(app) == "111122223333"
