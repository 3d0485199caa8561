# METADATA
# title: Volumes have at least one snapshot
# description: >-
#   A volume lives in one zone and dies with a mistake or a failure there. Without a snapshot there
#   is nothing to make it of again.
# custom:
#   kind: aws.ec2.volume
#   needs: [volume_id, aws.ec2.snapshot/volume_id]
#   severity: high
#   requirements:
#     soc2: [A1.2, CC7.5]
#     nis2: [art.21.2.c, ir.4.2.1, ir.4.2.2.b]
#     iso27001: [A.8.13]
#   equivalent:
#     prowler: [ec2_ebs_volume_snapshots_exists]
#   remediation: >-
#     Cover the volume with a backup plan or a lifecycle policy, or make a snapshot with aws ec2
#     create-snapshot.
package aws.ec2.volume_has_snapshot

import rego.v1

copied := {snapshot.volume_id | some snapshot in data.resources["aws.ec2.snapshot"]}

pass if input.volume_id in copied

fail contains "there is no snapshot of it" if {
	is_string(input.volume_id)
	not input.volume_id in copied
}
