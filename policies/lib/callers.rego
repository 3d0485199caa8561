# Whom the resource policies of services beside S3 let in.
package lib.callers

import rego.v1

import data.lib.statements

# No statement lets anyone in. A document that is null is a resource without a policy.
private(document) if document == null

private(document) if {
	is_array(document.Statement)
	count(openings(document)) == 0
}

# The statements that let anyone in: [{place, certain}], the place counted from 1.
openings(document) := [opening |
	some index, statement in document.Statement
	statement.Effect == "Allow"
	statements.anyone(statement)
	not held(statement)
	opening := {"place": index + 1, "certain": true}
]

# A condition holds the caller to an account, an organisation, a network or a resource.
held(statement) if statements.tied(statement)

held(statement) if {
	some operator in ["StringEquals", "StringEqualsIgnoreCase", "StringLike"]
	some key, values in statement.Condition[operator]
	lower(key) in {"kms:calleraccount", "aws:sourceowner"}
	count(values) > 0
	count([value | some value in values; contains(value, "*")]) == 0
}
