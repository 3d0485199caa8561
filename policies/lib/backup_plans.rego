# What AWS Backup takes into its plans. A selection names resources by ARN, then narrows them by tags.
package lib.backup_plans

import rego.v1

# The selection covers a resource of the region. Plans reach no further than their own region.
covers(selection, region, arn, tags) if {
	selection.region == region
	named(selection.resources, arn)
	count([pattern | some pattern in selection.not_resources; like(pattern, arn)]) == 0
	tagged(selection.tag_conditions, tags)
	count([1 | some operator, list in selection.conditions; some condition in list; not meets(operator, condition, tags)]) == 0
}

# No ARN means all resources. One of several is enough.
named(patterns, _) if count(patterns) == 0

named(patterns, arn) if {
	some pattern in patterns
	like(pattern, arn)
}

# One of the tags of the older list is enough.
tagged(conditions, _) if count(conditions) == 0

tagged(conditions, tags) if {
	some condition in conditions
	meets("string_equals", condition, tags)
}

# Only a resource that has the tag meets a condition, also one that denies a value.
meets(operator, condition, tags) if {
	value := tags[trim_prefix(condition.condition_key, "aws:ResourceTag/")]
	compared(operator, value, condition.condition_value)
}

compared("string_equals", value, wanted) if value == wanted

compared("string_not_equals", value, wanted) if value != wanted

compared("string_like", value, wanted) if like(wanted, value)

compared("string_not_like", value, wanted) if not like(wanted, value)

# A star stands for any text. Case matters.
like(pattern, text) if pattern in {"*", text}

like(pattern, text) if {
	contains(pattern, "*")
	literal := regex.replace(pattern, `[.+?(){}|^$\[\]\\]`, `\$0`)
	regex.match(concat("", ["^", replace(literal, "*", ".*"), "$"]), text)
}
