# What the statements of a policy document allow; who is let in is in access.rego. Statement, Action, NotAction,
# Resource, NotResource and the values of Principal and Condition are always lists.
package lib.statements

import rego.v1

import data.lib.limits

# The statements that allow something. A document that is null allows nothing.
allowing(document) := [statement | some statement in document.Statement; statement.Effect == "Allow"]

# The statement holds whoever asks and however: it has no condition.
unconditional(statement) if object.get(statement, "Condition", {}) == {}

# The statement allows every action on every resource, and no condition holds it back.
full_admin(statement) if {
	everything(statement)
	limits.open(statement)
}

# The same under a condition of which nobody can tell what it comes to.
perhaps_admin(statement) if {
	everything(statement)
	limits.unclear(statement)
}

everything(statement) if {
	statement.Effect == "Allow"
	some action in statement.Action
	action in {"*", "*:*"}
	"*" in statement.Resource
}

# The statement allows every action of one service ("kms") on every resource, and no condition holds it back.
full_service(statement, service) if {
	whole_service(statement, service)
	limits.open(statement)
}

# The same under a condition of which nobody can tell what it comes to.
perhaps_service(statement, service) if {
	whole_service(statement, service)
	limits.unclear(statement)
}

whole_service(statement, service) if {
	statement.Effect == "Allow"
	reaches(statement, concat(":", [service, "anything"]))
	"*" in statement.Resource
}

# The statement speaks of a whole action in lower case, such as "iam:createuser".
reaches(statement, action) if {
	some pattern in statement.Action
	covers(pattern, action)
}

reaches(statement, action) if {
	count([pattern | some pattern in statement.NotAction; covers(pattern, action)]) == 0
	is_array(statement.NotAction)
}

# An action as documents spell it ("iam:Create*") covers a whole action. Case does not matter to AWS.
covers(pattern, action) if lower(pattern) == action

covers(pattern, action) if {
	not involved(pattern)
	[start, end] := split(lower(pattern), "*")
	startswith(action, start)
	endswith(action, end)
	count(start) + count(end) <= count(action)
}

covers(pattern, action) if {
	involved(pattern)
	regex.match(`^[A-Za-z0-9:*?_-]+$`, pattern)
	expression := replace(replace(lower(pattern), "?", "."), "*", ".*")
	regex.match(concat("", ["^", expression, "$"]), action)
}

# More than one star, or a question mark. Regular expressions are slow, and few patterns need them.
involved(pattern) if contains(pattern, "?")

involved(pattern) if strings.count(pattern, "*") > 1

# Those of a set of whole actions that the statement speaks of: reaches, for many at once.
reached(statement, actions) := (plain | wild) | rest if {
	plain := {lower(pattern) | some pattern in statement.Action} & actions
	wild := {action |
		some pattern in statement.Action
		start := split(replace(lower(pattern), "?", "*"), "*")[0]
		start != lower(pattern)
		strings.any_prefix_match(actions, start)
		some action in actions
		covers(pattern, action)
	}
	rest := {action |
		is_array(statement.NotAction)
		some action in actions
		reaches(statement, action)
	}
}

# Those of a set of whole actions that a document allows on every resource, under whatever condition, and does not
# itself deny without one.
everywhere(document, actions) := allowed - denied if {
	allowed := union({reached(statement, actions) |
		some statement in allowing(document)
		"*" in statement.Resource
	})
	denied := union({reached(statement, actions) |
		some statement in document.Statement
		statement.Effect == "Deny"
		unconditional(statement)
		"*" in statement.Resource
	})
}
