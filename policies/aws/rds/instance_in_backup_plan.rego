# METADATA
# title: Database instances are covered by a backup plan
# description: >-
#   A backup plan takes copies by rule, keeps them in a vault apart from the instance, and can
#   carry them to other regions and accounts. The instance is looked for in the selections of
#   all plans of its region, by ARN and by tag. Instances of a cluster are backed up with the
#   cluster.
# custom:
#   kind: aws.rds.instance
#   needs:
#     - region
#     - tags
#     - cluster
#     - aws.backup.selection/region
#     - aws.backup.selection/resources
#     - aws.backup.selection/not_resources
#     - aws.backup.selection/tag_conditions
#     - aws.backup.selection/conditions
#   severity: high
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.b]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [rds_instance_protected_by_backup_plan]
#   remediation: >-
#     Assign the instance to a plan by ARN or tag (aws backup create-backup-selection), and turn
#     RDS and Aurora on among the services of AWS Backup in the region.
package aws.rds.instance_in_backup_plan

import rego.v1

import data.lib.backup_plans

covering := [selection.id |
	some selection in data.resources["aws.backup.selection"]
	backup_plans.covers(selection, input.region, input.id, input.tags)
]

not_applicable contains sprintf("it is backed up with its cluster %s", [input.cluster]) if is_string(input.cluster)

pass if {
	input.cluster == null
	count(covering) > 0
}

fail contains "no backup plan of its region covers it" if {
	input.cluster == null
	count(covering) == 0
	is_array(data.resources["aws.backup.selection"])
}
