# METADATA
# title: New volumes of the region are encrypted
# description: >-
#   Whoever makes a volume has to remember to encrypt it, unless the region does it for everybody.
#   Regions without volumes are left out.
# custom:
#   kind: aws.ec2.region
#   needs: [region, ebs_encryption_by_default, aws.ec2.volume/region]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [ec2_ebs_default_encryption]
#     cis: ["aws-3.0:2.2.1", "aws-5.0:5.1.1", "aws-7.0:6.1.1"]
#   remediation: >-
#     Run aws ec2 enable-ebs-encryption-by-default in the region.
package aws.ec2.region_ebs_encryption

import rego.v1

used := {volume.region | some volume in data.resources["aws.ec2.volume"]}

not_applicable contains "the region has no volumes" if not input.region in used

pass if {
	input.region in used
	input.ebs_encryption_by_default == true
}

fail contains "new volumes are not encrypted by default" if {
	input.region in used
	input.ebs_encryption_by_default == false
}
