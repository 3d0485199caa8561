# METADATA
# title: Snapshots are encrypted
# description: >-
#   A snapshot is a whole disk that can be copied and shared with one call. Without encryption
#   whoever gets it reads it.
# custom:
#   kind: aws.ec2.snapshot
#   needs: [encrypted]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [ec2_ebs_snapshots_encrypted]
#   remediation: >-
#     Copy the snapshot with encryption (aws ec2 copy-snapshot --encrypted) and delete the old one.
package aws.ec2.snapshot_encrypted

import rego.v1

pass if input.encrypted == true

fail contains "the snapshot is not encrypted" if input.encrypted == false
