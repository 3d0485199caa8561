# METADATA
# title: Public access to snapshots is blocked for the region
# description: >-
#   The block holds for every snapshot of the region, those of tomorrow too, and for those that are
#   shared already. With it no wrong click makes a disk public.
# custom:
#   kind: aws.ec2.region
#   needs: [region, snapshot_block_public_access, aws.ec2.snapshot/region]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6, C1.1]
#     nis2: [art.21.2.e, art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.12, A.8.3]
#   equivalent:
#     prowler: [ec2_ebs_snapshot_account_block_public_access]
#   remediation: >-
#     Run aws ec2 enable-snapshot-block-public-access --state block-all-sharing in the region.
package aws.ec2.region_snapshot_block

import rego.v1

used := {snapshot.region | some snapshot in data.resources["aws.ec2.snapshot"]}

not_applicable contains "the region has no snapshots" if not input.region in used

pass if {
	input.region in used
	input.snapshot_block_public_access == "block-all-sharing"
}

fail contains "public access is blocked for new snapshots only" if {
	input.region in used
	input.snapshot_block_public_access == "block-new-sharing"
}

fail contains "public access to snapshots is not blocked" if {
	input.region in used
	is_string(input.snapshot_block_public_access)
	not input.snapshot_block_public_access in {"block-all-sharing", "block-new-sharing"}
}
