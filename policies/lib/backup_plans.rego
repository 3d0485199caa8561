# What AWS Backup takes into its plans. A selection chooses resources by ARN or by one
# tag, and narrows them by conditions.
package lib.backup_plans

import rego.v1

# The selection covers a resource of the region. Plans reach no further than their own region.
covers(selection, region, arn, tags) if {
	selection.region == region
	chosen(selection, arn, tags)
	count([pattern | some pattern in selection.not_resources; like(pattern, arn)]) == 0
	count([1 | some operator, list in selection.conditions; some condition in list; not meets(operator, condition, tags)]) == 0
}

# An ARN is enough, and so is one tag of the older list. A selection with neither takes all there is.
chosen(selection, _, _) if count(selection.resources) + count(selection.tag_conditions) == 0

chosen(selection, arn, _) if {
	some pattern in selection.resources
	like(pattern, arn)
}

chosen(selection, _, tags) if {
	some condition in selection.tag_conditions
	meets("string_equals", condition, tags)
}

# A resource without the tag meets what denies a value of it.
meets(operator, condition, tags) if {
	value := tags[trim_prefix(condition.condition_key, "aws:ResourceTag/")]
	compared(operator, value, condition.condition_value)
}

meets(operator, condition, tags) if {
	operator in {"string_not_equals", "string_not_like"}
	not trim_prefix(condition.condition_key, "aws:ResourceTag/") in object.keys(tags)
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
