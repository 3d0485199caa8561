# METADATA
# title: Active access keys are rotated
# description: An old key has had more time to leak.
# custom:
#   kind: aws.iam.access_key
#   needs: [active, last_rotated]
#   severity: medium
#   requirements: {soc2: [CC6.1]}
#   remediation: Make a new key, move its users over, delete the old one.
#   params: {max_age_days: 90}
package aws.iam.access_key_rotated

import rego.v1

import data.lib.dates

# Guarded, because a whole package is evaluated when a test names it.
age := dates.age_days(input.last_rotated) if input.last_rotated != null

not_applicable contains "the key is not active" if input.active == false

pass if {
	input.active == true
	age <= data.params.max_age_days
}

fail contains "the key was never rotated" if {
	input.active == true
	input.last_rotated == null
}

fail contains sprintf("the key is %d days old, more than %d", [age, data.params.max_age_days]) if {
	input.active == true
	age > data.params.max_age_days
}
