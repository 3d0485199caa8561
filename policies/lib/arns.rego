# ARNs and the patterns of policies that stand for them.
package lib.arns

import rego.v1

# A pattern of a policy ("arn:aws:logs:*:*:log-group:app*") stands for a whole ARN. Case matters.
covers(pattern, arn) if pattern in {"*", arn}

covers(pattern, arn) if {
	regex.match(`[*?]`, pattern)
	regex.match(`^[A-Za-z0-9:/*?._#=+@,-]+$`, pattern)
	literal := regex.replace(pattern, `[.+]`, "[$0]")
	expression := replace(replace(literal, "?", "."), "*", ".*")
	regex.match(concat("", ["^", expression, "$"]), arn)
}

account(arn) := split(arn, ":")[4]
