package lib.withheld_test

import rego.v1

import data.lib.withheld

# "[redacted:member]" by itself, and in base64 after none, one and two letters.
texts := {
	"x=[redacted:member]": true,
	"W3JlZGFjdGVkOm1lbWJlcl0=": true,
	"eFtyZWRhY3RlZDptZW1iZXJd": true,
	"eHhbcmVkYWN0ZWQ6bWVtYmVyXQ==": true,
	"redacted: nothing": false,
	"IyEvYmluL3NoCg==": false,
}

test_marks_are_seen_in_all_places if {
	wrong := {text |
		some text, expected in texts
		got := count([1 | withheld.marked(text)]) > 0
		got != expected
	}
	wrong == set()
}

test_what_was_not_searched_is_told_apart if {
	withheld.unsearched("[redacted:entropy]")
	withheld.unsearched("cGFzc3dvcmQ9W3JlZGFjdGVkOmFzc2lnbmVkXQ==")
	not withheld.unsearched("W3JlZGFjdGVkOm1lbWJlcl0=")
}
