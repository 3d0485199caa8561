# Does a condition of a statement in an identity's own policy hold back its holder, or is it met by every request that
# the holder sends? Sources: IAM User Guide, "Condition operators", "Multivalued context keys", "Global condition keys".
package lib.limits

import rego.v1

import data.lib.conditions

# The statement grants what it grants to every request of its holder: it has no condition, or none that holds back.
open(statement) if object.get(statement, "Condition", {}) == {}

open(statement) if count({verdict | some verdict in verdicts(statement); verdict != "open"}) == 0

# The statement has a condition, and nobody can tell from it alone what it comes to.
unclear(statement) if {
	found := verdicts(statement)
	"unclear" in found
	not "held" in found
}

# Each condition in one word: "held" if some requests of the holder fail it; "open" if none does; "unclear".
verdicts(statement) := {verdict |
	some operator, keys in statement.Condition
	some key, values in keys
	verdict := weighed(lower(operator), lower(key), values)
}

weighed(operator, key, values) := "held" if {
	holds(operator, key, values)
} else := "open" if {
	met_by_all(operator, key, values)
} else := "unclear"

# With a second factor, or soon after it. A key of long standing sends no such word and fails.
holds(operator, key, values) if [operator, key, values] == ["bool", "aws:multifactorauthpresent", ["true"]]

holds(operator, key, values) if [operator, key, values] == ["null", "aws:multifactorauthage", ["false"]]

holds(operator, "aws:multifactorauthage", _) if operator in {"numericlessthan", "numericlessthanequals"}

# From a network of somebody's choosing.
holds("ipaddress", "aws:sourceip", values) if count({value | some value in values; not conditions.narrow(value)}) == 0

holds(operator, key, values) if {
	positive(operator)
	key in {
		"aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:principalarn", "aws:sourcevpc",
		"aws:sourcevpce", "aws:userid", "aws:username",
	}
	count({value | some value in values; not conditions.fixed(value)}) == 0
}

# With a tag, or for something that a key of one service tells: other requests lack the key.
holds(operator, key, values) if {
	positive(operator)
	narrowing(key)
	count({value | some value in values; vague(value)}) == 0
}

narrowing(key) if not startswith(key, "aws:")

narrowing(key) if strings.any_prefix_match(key, {"aws:principaltag/", "aws:resourcetag/", "aws:requesttag/"})

positive(operator) if {
	trim_prefix(operator, "foranyvalue:") in {
		"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike",
	}
}

# Lets requests without the key pass, or those with any value.
met_by_all(operator, _, _) if conditions.lenient(operator)

met_by_all(operator, _, values) if {
	positive(operator)
	some value in values
	everything(value)
}

# Says where the holder's own account or its requests are, not which of them are let through.
met_by_all(_, key, _) if key in {
	"aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype", "aws:referer",
	"aws:requestedregion", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "aws:securetransport",
	"aws:useragent",
}

met_by_all(operator, key, values) if [operator, key, values] == ["bool", "aws:multifactorauthpresent", ["false"]]

met_by_all("ipaddress", "aws:sourceip", values) if {
	some value in values
	conditions.cidr(value)
	not conditions.narrow(value)
}

vague(value) if everything(value)

vague(value) if contains(value, "${")

everything(value) if trim(value, "*?") == ""
