# METADATA
# title: Volumes are encrypted
# description: >-
#   Data on a disk that is not encrypted goes with it wherever it goes: into snapshots, copies and
#   other accounts. Encryption costs nothing in use and ties the data to a key whose use is logged.
# custom:
#   kind: aws.ec2.volume
#   needs: [encrypted]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [ec2_ebs_volume_encryption]
#   remediation: >-
#     Turn on encryption by default for the region, and copy the volume’s snapshot with encryption
#     to replace the volume.
package aws.ec2.volume_encrypted

import rego.v1

pass if input.encrypted == true

fail contains "the volume is not encrypted" if input.encrypted == false
