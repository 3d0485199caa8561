# Who a resource policy lets in: buckets, keys, topics, queues, secrets, functions, repositories, domains, file
# systems, trust policies of roles. Documents are normalised; null is a resource without a policy.
#
#     access.public(doc)          a statement lets anyone in: any account, or no account at all
#     access.private(doc)         no statement does. Neither holds if that hangs on a condition that is not
#                                 understood: pass on private, fail on public, and it is unknown
#     access.openings(doc)        the statements behind both: [{place, certain, actions}], place counted from 1
#     access.foreign(doc, own)    the accounts not in `own` (a list or set) that are let in, directly or through an
#                                 AWS service; "*" among them if anyone may be
#     access.organisations(doc)   the organisations (o-…) that a condition lets in
#     access.deputies(doc)        the AWS services that are let in whoever makes them act
#     access.strangers(doc)       identity providers that sign for everyone, trusted without saying whose tokens
#     access.canonical(doc)       canonical user ids that are let in: accounts, but not told which
#
# What is done with which resource is not weighed, only who may: a function address, a topic and a key are the same.
# Denials count where they reach everyone and all that a statement allows.
package lib.access

import rego.v1

import data.lib.conditions

public(document) if {
	some opening in openings(document)
	opening.certain
}

private(document) if document == null

private(document) if {
	is_array(document.Statement)
	count(openings(document)) == 0
}

openings(document) := [opening |
	some index, statement in document.Statement
	statement.Effect == "Allow"
	anyone(statement)
	verdicts := conditions.verdicts(statement) | remaining(document, statement)
	not "held" in verdicts
	opening := {"place": index + 1, "certain": count({"unclear"} & verdicts) == 0, "actions": actions(statement)}
]

actions(statement) := array.concat(
	object.get(statement, "Action", []),
	[concat(" ", ["all but", action]) | some action in statement.NotAction],
)

# Anyone: the principal "*", a wildcard for the account, or everyone but some.
anyone(statement) if {
	some principal in statement.Principal.AWS
	account(principal) == "*"
}

anyone(statement) if "*" in statement.Principal.CanonicalUser

anyone(statement) if excepting(statement)

# The account of a principal: twelve digits, or the fifth part of an ARN; "*" if that holds a wildcard. The unique id
# that AWS leaves of a deleted principal (AIDA…) has none, nor has an identity of CloudFront.
account(principal) := principal if regex.match(`^([0-9]{12}|\*)$`, principal)

account(principal) := split(principal, ":")[4] if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, principal)

account(principal) := "*" if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?]`, principal)

# The denials that reach everyone, and every action and resource of the statement.
denials(document, statement) := [denial |
	some denial in document.Statement
	denial.Effect == "Deny"
	anyone(denial)
	covers(object.get(denial, "Action", []), object.get(statement, "Action", ["*"]))
	covers(object.get(denial, "Resource", ["*"]), object.get(statement, "Resource", ["*"]))
]

# Whatever the texts match, a pattern matches.
covers(patterns, texts) if count([text | some text in texts; not included(patterns, text)]) == 0

included(patterns, text) if {
	some pattern in patterns
	lower(pattern) == lower(text)
}

included(patterns, text) if {
	some pattern in patterns
	parts := split(lower(pattern), "*")
	count(parts) == 2
	parts[1] == ""
	startswith(lower(text), parts[0])
}

# A resource policy speaks of one service: all of the service is all there is.
included(patterns, "*") if {
	some pattern in patterns
	regex.match(`^[a-z0-9-]+:\*$`, pattern)
}

# Whom the denials leave of the callers of a statement, in words like those of conditions.
remaining(document, statement) := {verdict |
	some denial in denials(document, statement)
	some verdict in leaves(denial)
}

leaves(denial) := {"held"} if {
	object.get(denial, "Condition", {}) == {}
	not open_exception(denial)
} else := {"held"} if {
	not excepting(denial)
	conditions.escapes(denial) == {"held"}
} else := conditions.escapes(denial) & {"unclear"}

excepting(statement) if is_object(statement.NotPrincipal)

# "Deny everyone but everyone" denies nobody.
open_exception(denial) if {
	some principal in denial.NotPrincipal.AWS
	account(principal) == "*"
}

foreign(document, own) := accounts | {"*" | some _ in openings(document)} if {
	accounts := {id |
		some statement in document.Statement
		statement.Effect == "Allow"
		some id in guests(document, statement)
		not id in own
	}
}

# The accounts that a statement lets in: those it names, and those that its conditions name for everyone and for
# services. Each condition that names accounts must name the same one.
guests(document, statement) := {id |
	some principal in statement.Principal.AWS
	id := account(principal)
	id != "*"
	kept(id, limits(document, statement, {"aws:principalaccount", "aws:principalarn", "kms:calleraccount"}))
} | {id |
	many(statement)
	all := limits(document, statement, conditions.account_keys | conditions.arn_keys)
	some limit in all
	some id in limit
	kept(id, all)
}

many(statement) if anyone(statement)

many(statement) if is_array(statement.Principal.Service)

kept(id, limits) if count([limit | some limit in limits; not id in limit]) == 0

# The accounts that each condition names, and those that each denial spares.
limits(document, statement, keys) := array.concat(
	[ids |
		some tie in conditions.ties(statement)
		tie.key in keys
		ids := accounts(tie.values)
		count(ids) > 0
	],
	[ids |
		some denial in denials(document, statement)
		leaves(denial) == {"held"}
		ids := spared(denial, keys)
		count(ids) > 0
	],
)

accounts(values) := {id | some value in values; id := account(value); id != "*"}

spared(denial, keys) := {id |
	some conditions_of in denial.Condition
	some key, values in conditions_of
	lower(key) in keys
	some id in accounts(values)
} | {id |
	some principal in denial.NotPrincipal.AWS
	id := account(principal)
}

organisations(document) := {id |
	some statement in document.Statement
	statement.Effect == "Allow"
	some tie in conditions.ties(statement)
	tie.key in conditions.org_keys
	some value in tie.values
	id := split(value, "/")[0]
}

deputies(document) := {service |
	some statement in document.Statement
	statement.Effect == "Allow"
	some service in services(statement)
	count([tie | some tie in conditions.ties(statement); not tie.key in conditions.service_keys]) == 0
	not "held" in remaining(document, statement)
}

# "*" if everyone may come in as a service.
services(statement) := {service | some service in statement.Principal.Service} | {"*" |
	anyone(statement)
	some tie in conditions.ties(statement)
	tie.key in conditions.service_keys
}

strangers(document) := {issuer |
	some statement in document.Statement
	statement.Effect == "Allow"
	some provider in statement.Principal.Federated
	issuer := shared(provider)
	not whose(statement, issuer)
}

# The issuers that sign for everyone who asks, as their claims are called in conditions.
shared(provider) := provider if provider in built_in

shared(provider) := issuer if {
	issuer := split(provider, ":oidc-provider/")[1]
	issuer in (built_in | {"token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "agent.buildkite.com"})
}

built_in := {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}

# The statement says whose tokens: which subject, or at the built-in issuers which application.
whose(statement, issuer) if {
	some operator, keys in statement.Condition
	lower(operator) in {"stringequals", "stringlike", "foranyvalue:stringequals", "foranyvalue:stringlike"}
	some key, values in keys
	lower(key) in {concat(":", [issuer, claim]) | some claim in telling(issuer)}
	count(values) > 0
	count([value | some value in values; vague(operator, value)]) == 0
}

telling(issuer) := {"aud", "app_id", "sub"} if issuer in built_in

telling(issuer) := {"sub"} if not issuer in built_in

# A wildcard before anything is said: "*", "repo:*".
vague(operator, value) if {
	endswith(lower(operator), "like")
	regex.match(`^([a-z_]+:)?[*?]`, value)
}

canonical(document) := {id |
	some statement in document.Statement
	statement.Effect == "Allow"
	some id in statement.Principal.CanonicalUser
	id != "*"
}
