# Whom the resource policies of services beside S3 let in.
package lib.callers

import rego.v1

import data.lib.statements

# The places, counted from 1, of the statements that allow anyone. A document that is null has none.
open(document) := {number |
	some place, statement in document.Statement
	statement.Effect == "Allow"
	statements.anyone(statement)
	not held(statement)
	number := place + 1
}

# A condition holds the caller to an account, an organisation, a network or a resource.
held(statement) if statements.tied(statement)

held(statement) if {
	some operator in ["StringEquals", "StringEqualsIgnoreCase", "StringLike"]
	some key, values in statement.Condition[operator]
	lower(key) in accounts_of_services
	count(values) > 0
	count([value | some value in values; contains(value, "*")]) == 0
}

# Keys of KMS and SNS that name the caller's or the resource's account.
accounts_of_services := {"kms:calleraccount", "aws:sourceowner"}

# The accounts that are allowed by name, without "*" and those in a set.
outside(document, known) := {account |
	some statement in statements.allowing(document)
	some principal in statement.Principal.AWS
	account := statements.account(principal)
	account != "*"
	not account in known
}
