# METADATA
# title: Snapshots are made and deleted by a policy
# description: >-
#   Where there are snapshots of volumes somebody relies on them. A lifecycle policy makes them in
#   time, keeps as many as needed and deletes the rest; by hand the one that matters is missing
#   and old ones pile up.
# custom:
#   kind: aws.dlm.region
#   needs: [region, policies, aws.ec2.snapshot/region]
#   severity: medium
#   requirements:
#     soc2: [A1.2]
#     nis2: [art.21.2.c, ir.4.2.2, ir.4.2.2.f]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [dlm_ebs_snapshot_lifecycle_policy_exists]
#   remediation: >-
#     Run aws dlm create-lifecycle-policy for volumes or instances with a schedule and a
#     retention, state ENABLED.
package aws.dlm.snapshot_policy

import rego.v1

with_snapshots := {snapshot.region | some snapshot in data.resources["aws.ec2.snapshot"]}

works := [policy.policy_id | some policy in input.policies; policy.state == "ENABLED"]

not_applicable contains "there are no snapshots in this region" if {
	is_string(input.region)
	is_array(data.resources["aws.ec2.snapshot"])
	not input.region in with_snapshots
}

pass if {
	input.region in with_snapshots
	count(works) > 0
}

fail contains "no lifecycle policy is in force" if {
	is_array(input.policies)
	input.region in with_snapshots
	count(works) == 0
}
