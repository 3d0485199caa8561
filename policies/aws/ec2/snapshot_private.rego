# METADATA
# title: Snapshots are not public
# description: >-
#   A public snapshot lets anyone with an AWS account make a volume of it and read all its files.
#   Searching for such snapshots is an industry.
# custom:
#   kind: aws.ec2.snapshot
#   needs: [volume_permissions]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6, C1.1]
#     nis2: [art.21.2.e, art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.12, A.8.3]
#   equivalent:
#     prowler: [ec2_ebs_public_snapshot]
#   remediation: >-
#     Run aws ec2 modify-snapshot-attribute --attribute createVolumePermission --operation-type
#     remove --group-names all, and block public access to snapshots for the region.
package aws.ec2.snapshot_private

import rego.v1

public if {
	some permission in input.volume_permissions
	permission.group == "all"
}

pass if {
	is_array(input.volume_permissions)
	not public
}

fail contains "everybody may make volumes of the snapshot" if public
