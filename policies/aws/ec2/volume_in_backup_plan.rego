# METADATA
# title: Volumes are covered by a backup plan
# description: >-
#   A plan makes copies on a schedule, keeps them for a set time and reports when one fails; copies
#   made by hand do none of this. A volume counts as covered if a selection of the region names it
#   or one of its tags.
# custom:
#   kind: aws.ec2.volume
#   needs:
#     - region
#     - tags
#     - aws.backup.selection/region
#     - aws.backup.selection/resources
#     - aws.backup.selection/not_resources
#     - aws.backup.selection/tag_conditions
#     - aws.backup.selection/conditions
#   severity: medium
#   requirements:
#     soc2: [A1.2, CC7.5]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.b]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [ec2_ebs_volume_protected_by_backup_plan]
#   remediation: >-
#     Add the volume, or a tag that it has, to the resource assignment of a plan in AWS Backup.
package aws.ec2.volume_in_backup_plan

import rego.v1

import data.lib.arns

# What a condition of a selection asks of tags: {key: value}, from [{condition_key, condition_value}].
asks(selection, operator) := [[trim_prefix(c.condition_key, "aws:ResourceTag/"), c.condition_value] |
	some c in object.get(selection.conditions, operator, [])
]

chosen(selection) if {
	some pattern in selection.resources
	arns.covers(pattern, input.id)
}

chosen(selection) if {
	some condition in selection.tag_conditions
	input.tags[trim_prefix(condition.condition_key, "aws:ResourceTag/")] == condition.condition_value
}

ruled_out(selection) if {
	some pattern in selection.not_resources
	arns.covers(pattern, input.id)
}

ruled_out(selection) if {
	some [key, value] in asks(selection, "string_equals")
	not input.tags[key] == value
}

ruled_out(selection) if {
	some [key, pattern] in asks(selection, "string_like")
	not matches(key, pattern)
}

ruled_out(selection) if {
	some [key, value] in asks(selection, "string_not_equals")
	input.tags[key] == value
}

ruled_out(selection) if {
	some [key, pattern] in asks(selection, "string_not_like")
	matches(key, pattern)
}

matches(key, pattern) if arns.covers(pattern, input.tags[key])

covered if {
	some selection in data.resources["aws.backup.selection"]
	selection.region == input.region
	chosen(selection)
	not ruled_out(selection)
}

pass if {
	is_object(input.tags)
	covered
}

fail contains "no backup plan covers it" if {
	is_object(input.tags)
	is_string(input.region)
	not covered
}
