# What a KMS key policy asks of Nitro Enclaves: the conditions kms:RecipientAttestation:… hold measurements of the enclave
# that calls. PCR0 and ImageSha384 are the image, PCR1 and PCR2 parts of it; PCR3 is the role and PCR4 the id of the
# instance around it, PCR8 the certificate that signed the image.
package lib.enclaves

import rego.v1

import data.lib.access
import data.lib.statements

# The key serves enclaves: its tags, description or names say so, or its policy asks for an attestation.
serves(key, _) if {
	is_string(key.description)
	contains(lower(key.description), "enclave")
}

serves(_, names) if {
	some name in names
	contains(lower(name), "enclave")
}

serves(key, _) if {
	some name, value in key.tags
	some text in [name, value]
	contains(lower(text), "enclave")
}

serves(key, _) if {
	some statement in key.policy.Statement
	some condition in statement.Condition
	some name, _ in condition
	startswith(lower(name), prefix)
}

prefix := "kms:recipientattestation:"

# The actions that hand out secrets, in lower case. Each can carry an attestation.
secret_actions := {
	"kms:decrypt",
	"kms:derivesharedsecret",
	"kms:generatedatakey",
	"kms:generatedatakeypair",
	"kms:generaterandom",
}

# The places, from 1, of statements that hand out secrets, with the measurements they ask for. An Allow that another
# statement takes back from callers without attestation is left out.
grants(document) := {number: measurements(statement) |
	some place, statement in document.Statement
	statement.Effect == "Allow"
	actions := statements.reached(statement, secret_actions)
	count(actions) > 0
	not denied_without_attestation(document, actions)
	number := place + 1
}

# {"pcr0": {"ab12…"}}: the measurements that a statement binds to fixed values. ImageSha384 counts as PCR0.
measurements(statement) := {name: values |
	some name in names_bound(statement)
	values := {lower(value) | some [bound, value] in bindings(statement); bound == name}
}

names_bound(statement) := {name | some [name, _] in bindings(statement)}

bindings(statement) := {[measure(key), value] |
	some operator, condition in statement.Condition
	lower(operator) in {"stringequals", "stringequalsignorecase", "stringlike"}
	some key, values in condition
	startswith(lower(key), prefix)
	count(values) > 0
	count([value | some value in values; regex.match(`[*?]`, value)]) == 0
	some value in values
}

measure(key) := replace(trim_prefix(lower(key), prefix), "imagesha384", "pcr0")

# A Deny for everybody who brings no attestation, on all of these actions.
denied_without_attestation(document, actions) if {
	some statement in document.Statement
	statement.Effect == "Deny"
	access.anyone(statement)
	count(actions - statements.reached(statement, secret_actions)) == 0
	count(statement.Condition) == 1
	fires_without_attestation(statement)
}

fires_without_attestation(statement) if {
	some operator, condition in statement.Condition
	lower(operator) == "null"
	some key, values in condition
	startswith(lower(key), prefix)
	count(condition) == 1
	{lower(value) | some value in values} == {"true"}
}
