# METADATA
# title: Public sharing of images is blocked for the region
# description: >-
#   With the block nobody can make an image of the account public, by mistake or on purpose. Regions
#   without images of the account are left out.
# custom:
#   kind: aws.ec2.region
#   needs: [region, image_block_public_access, aws.ec2.image/region]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6, C1.1]
#     nis2: [art.21.2.e, art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.12, A.8.3]
#   equivalent:
#     prowler: [ec2_ami_account_block_public_access]
#   remediation: >-
#     Run aws ec2 enable-image-block-public-access --image-block-public-access-state
#     block-new-sharing in the region.
package aws.ec2.region_image_block

import rego.v1

used := {image.region | some image in data.resources["aws.ec2.image"]}

not_applicable contains "the region has no images of the account" if not input.region in used

pass if {
	input.region in used
	input.image_block_public_access == "block-new-sharing"
}

fail contains sprintf("public sharing of images is %s", [input.image_block_public_access]) if {
	input.region in used
	input.image_block_public_access != "block-new-sharing"
}
