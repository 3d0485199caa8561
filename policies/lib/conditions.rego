# What the conditions of a statement say of the caller: do they tie it to accounts, organisations, networks or
# resources of somebody's choosing? Sources: IAM User Guide, "Condition operators", "Multivalued context keys",
# "Global condition keys" (when each key is sent); S3 User Guide, "The meaning of public".
package lib.conditions

import rego.v1

# Each condition in one word: "held" if it ties the caller; "open" if it is understood and does not; "unclear".
verdicts(statement) := {verdict |
	some operator, keys in statement.Condition
	some key, values in keys
	verdict := weighed(statement, operator, lower(key), values)
}

# The conditions that tie the caller, as {key, values}.
ties(statement) := [{"key": lower(key), "values": values} |
	some operator, keys in statement.Condition
	some key, values in keys
	weighed(statement, operator, lower(key), values) == "held"
]

weighed(statement, operator, key, values) := "held" if {
	demanded(statement, operator, key)
	all_closed(statement, base(operator), key, values)
} else := "open" if {
	base(operator) in negative
} else := "open" if {
	harmless(key)
} else := "open" if {
	key in bound
	count([value | some value in values; doubtful(base(operator), key, value)]) == 0
} else := "unclear"

# The conditions of a denial, each seen the other way round. A denial strikes when all its conditions hold, so a
# caller escapes by failing any one of them. A negated operator strikes also when the key is not sent.
escapes(denial) := {verdict |
	some operator, keys in denial.Condition
	some key, values in keys
	verdict := turned(denial, base(operator), lower(key), values)
}

turned(denial, operator, key, values) := "held" if {
	all_closed(denial, opposite[operator], key, values)
} else := "held" if {
	operator == "bool"
	key == "aws:principalisawsservice"
	values == ["false"]
} else := "open" if {
	harmless(key)
} else := "open" if {
	key in bound
} else := "unclear"

# The operator without quantifier and IfExists.
base(operator) := trim_suffix(trim_prefix(trim_prefix(lower(operator), "foranyvalue:"), "forallvalues:"), "ifexists")

opposite := {
	"stringnotequals": "stringequals",
	"stringnotequalsignorecase": "stringequalsignorecase",
	"stringnotlike": "stringlike",
	"arnnotequals": "arnlike",
	"arnnotlike": "arnlike",
	"notipaddress": "ipaddress",
}

# "Everyone but", and Null: that a key is sent, or not, says nothing of its value.
negative := {operator | some operator, _ in opposite} | {"null", "numericnotequals"}

literal := {"stringequals", "stringequalsignorecase"}

textual := literal | {"stringlike"}

# A request without the key does not pass. ForAllValues and IfExists let it pass.
demanded(_, operator, _) if not lenient(operator)

demanded(_, _, key) if key in {"aws:principalaccount", "aws:principalisawsservice", "kms:calleraccount"}

demanded(statement, _, key) if {
	some operator, keys in statement.Condition
	lower(operator) == "null"
	some name, values in keys
	lower(name) == key
	values == ["false"]
}

lenient(operator) if startswith(lower(operator), "forallvalues:")

lenient(operator) if endswith(lower(operator), "ifexists")

# The keys that can tie a caller, by what their values look like.
account_keys := {
	"aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount", "kms:calleraccount",
	"s3:dataaccesspointaccount",
}

org_keys := {
	"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths", "aws:vpceorgid",
	"aws:vpceorgpaths",
}

arn_keys := {
	"aws:federatedprovider", "aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn",
}

id_keys := {"aws:ec2instancesourcevpc", "aws:sourcevpc", "aws:sourcevpce", "lambda:eventsourcetoken"}

service_keys := {"aws:principalisawsservice", "aws:principalservicename", "aws:principalservicenameslist"}

bound := union({
	account_keys, org_keys, arn_keys, id_keys, service_keys,
	{"aws:sourceip", "aws:userid", "elasticfilesystem:accessedviamounttarget", "sns:endpoint"},
})

# Keys that are understood and do not tell callers apart, or that any caller can meet: how and when it is sent, what
# is asked for, tags and names that the caller's own account chooses, the services on the way.
harmless(key) if key in {
	"aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:multifactorauthage", "aws:multifactorauthpresent",
	"aws:principaltype", "aws:referer", "aws:requestedregion", "aws:resourceaccount", "aws:resourceorgid",
	"aws:resourceorgpaths", "aws:securetransport", "aws:sourceidentity", "aws:tagkeys", "aws:useragent",
	"aws:username", "aws:viaawsservice", "aws:vpcsourceip", "kms:encryptionalgorithm", "kms:grantconstrainttype",
	"kms:grantisforawsresource", "kms:grantoperations", "kms:keyspec", "kms:requestalias", "kms:resourcealiases",
	"kms:viaservice", "sts:externalid", "sts:rolesessionname", "sts:sourceidentity", "sts:transitivetagkeys",
}

harmless(key) if {
	not key in bound
	strings.any_prefix_match(key, {
		"aws:principaltag/", "aws:requesttag/", "aws:resourcetag/", "ecr:", "es:", "kms:encryptioncontext", "lambda:",
		"s3:", "secretsmanager:", "sns:", "sqs:",
	})
}

all_closed(statement, operator, key, values) if {
	count(values) > 0
	count([value | some value in values; closed(statement, operator, key, value)]) == count(values)
}

# The value leaves only callers of somebody's choosing. Literal operators take "*" for a letter, which no account
# and no ARN has: nobody comes in.
closed(_, operator, key, value) if {
	key in (account_keys | org_keys)
	operator in textual
	lower(value) in {"${aws:resourceaccount}", "${aws:resourceorgid}"}
}

closed(_, operator, key, value) if {
	key in {"aws:resourceaccount", "aws:resourceorgid", "s3:resourceaccount"}
	operator in textual
	lower(value) in {"${aws:principalaccount}", "${aws:principalorgid}"}
}

closed(_, operator, key, value) if {
	key in ((account_keys | org_keys) | arn_keys)
	operator in literal
	wild(value)
}

closed(_, operator, key, value) if {
	key in (account_keys | id_keys)
	operator in (textual | {"numericequals"})
	fixed(value)
}

closed(_, operator, key, value) if {
	key in org_keys
	operator in textual
	fixed(split(value, "/")[0])
}

closed(_, operator, key, value) if {
	key in arn_keys
	operator in (textual | {"arnequals", "arnlike"})
	owned(value)
}

closed(_, "ipaddress", "aws:sourceip", value) if narrow(value)

closed(_, operator, "aws:userid", value) if {
	operator in textual
	fixed(split(value, ":")[0])
}

closed(_, "bool", key, value) if {
	key in {"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"}
	lower(value) == "true"
}

closed(_, operator, key, value) if {
	key in {"aws:principalservicename", "aws:principalservicenameslist"}
	operator in textual
	value != "*"
}

# Where a subscription sends to ties only those who subscribe.
closed(statement, operator, "sns:endpoint", value) if {
	operator in textual
	regex.match(`(^[^*?]+|@[^*?]+)$`, value)
	is_array(statement.Action)
	count([action | some action in statement.Action; not lower(action) in {"sns:subscribe", "sns:receive"}]) == 0
}

# What is not closed may be something other than open: a variable, an address in another notation.
doubtful(_, _, value) if contains(value, "${")

doubtful(operator, "aws:sourceip", _) if operator != "ipaddress"

doubtful(_, "aws:sourceip", value) if not cidr(value)

wild(text) if contains(text, "*")

wild(text) if contains(text, "?")

fixed(text) if {
	text != ""
	not wild(text)
	not contains(text, "${")
}

# The value names one account, or where an ARN has none (buckets), one resource.
owned(arn) if {
	parts := split(arn, ":")
	count(parts) > 5
	fixed(parts[4])
}

owned(arn) if {
	parts := split(arn, ":")
	parts[4] == ""
	fixed(trim_suffix(concat(":", array.slice(parts, 5, count(parts))), "/*"))
}

owned(arn) if {
	fixed(arn)
}

# Not wider than what S3 still calls private: /8, and /32 for IPv6.
narrow(value) if {
	cidr(value)
	not contains(value, "/")
}

narrow(value) if {
	cidr(value)
	not contains(value, ":")
	to_number(split(value, "/")[1]) >= 8
}

narrow(value) if {
	cidr(value)
	to_number(split(value, "/")[1]) >= 32
}

cidr(value) if regex.match(`^[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?$`, value)

cidr(value) if regex.match(`^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?$`, value)
