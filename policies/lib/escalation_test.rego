# Each way of the table is open to who has all of it, and shut to who lacks any part.
package lib.escalation_test

import rego.v1

import data.lib.escalation

test_each_action_that_is_enough_alone if {
	every action in escalation.alone {
		escalation.ways({action}, set(), []) == {action}
	}
}

test_each_set_as_a_whole_and_not_less if {
	every set in escalation.together {
		escalation.written(set) in escalation.ways(set, set(), [])
		every action in set {
			not escalation.written(set) in escalation.ways(set - {action}, set(), [])
		}
	}
}

test_each_passing_with_the_right_and_with_the_service if {
	every way in escalation.passing {
		text := concat(" ", [escalation.written(way["with"]), "and iam:passrole"])
		text in escalation.ways(way["with"] | {"iam:passrole"}, set(), [])
		text in escalation.ways(way["with"], {way.on}, [])
		not text in escalation.ways(way["with"], {"other.amazonaws.com"}, [])
	}
}

test_no_way_holds_another_that_is_enough if {
	every set in escalation.together {
		count(set & escalation.alone) == 0
	}
	every way in escalation.passing {
		count(way["with"] & escalation.alone) == 0
	}
}

test_more_ways_can_be_given if {
	escalation.ways({"iam:deleterolepolicy"}, set(), [["iam:DeleteRolePolicy"], []]) == {"iam:deleterolepolicy"}
}

allowing(actions, resource) := {"Effect": "Allow", "Action": actions, "Resource": [resource]}

test_documents if {
	keys := allowing(["iam:CreateAccessKey"], "*")
	escalation.of_document({"Statement": [keys]}, []) == {"iam:createaccesskey"}
	escalation.of_document({"Statement": [allowing(["iam:CreateAccessKey"], "arn:aws:iam::*:user/*")]}, []) == {"iam:createaccesskey"}
	escalation.of_document({"Statement": [allowing(["iam:CreateAccessKey"], "arn:aws:iam::*:user/x")]}, []) == set()
	escalation.of_document({"Statement": [keys, {"Effect": "Deny", "Action": ["iam:*"], "Resource": ["*"]}]}, []) == set()
	but := {"Effect": "Allow", "Action": ["iam:CreateAccessKey"], "NotResource": ["arn:aws:iam::*:user/x"]}
	escalation.of_document({"Statement": [but]}, []) == {"iam:createaccesskey"}
	passing := object.union(allowing(["iam:PassRole"], "*"), {"Condition": {"StringEquals": {"iam:PassedToService": ["glue.amazonaws.com"]}}})
	glue := allowing(["glue:CreateDevEndpoint"], "*")
	escalation.of_document({"Statement": [passing, glue]}, []) == {"glue:createdevendpoint and iam:passrole"}
	escalation.of_document({"Statement": [passing, glue, {"Effect": "Deny", "Action": ["iam:PassRole"], "Resource": ["*"]}]}, []) == set()
}

test_many_ways_are_cut_short if {
	few := {"a", "b"}
	escalation.shown(few) == few
	many := {concat("", ["w", letter]) | some letter in ["a", "b", "c", "d", "e", "f", "g", "h", "i"]}
	escalation.shown(many) == {"wa", "wb", "wc", "wd", "we", "4 further ways"}
}

test_every_watched_action_is_of_a_service_that_is_looked_for if {
	escalation.concerned == {split(action, ":")[0] | some action in escalation.watched}
}

allows(actions) := {"Statement": [{"Effect": "Allow", "Action": actions, "Resource": ["*"]}]}

test_any_spelling_of_a_watched_action_is_looked_at if {
	every actions in [["IAM:PutUserPolicy"], ["s3:GetObject", "ia?:PutUserPolicy"], ["i*:putuserpolicy"], ["*"]] {
		"iam:putuserpolicy" in escalation.of_document(allows(actions), [])
	}
	escalation.of_document(allows(["s3:GetObject"]), []) == set()
	escalation.of_document(allows(["s3:GetObject"]), [["S3:getobject"]]) == {"s3:getobject"}
	not_action := {"Statement": [{"Effect": "Allow", "NotAction": ["s3:*"], "Resource": ["*"]}]}
	"iam:putuserpolicy" in escalation.of_document(not_action, [])
}

test_what_is_watched_is_what_the_ways_need if {
	sets := [set | some set in escalation.together]
	with_passing := [way["with"] | some way in escalation.passing]
	escalation.watched == (escalation.alone | union({set | some set in array.concat(sets, with_passing)})) | {"iam:passrole"}
}
