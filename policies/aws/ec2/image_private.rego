# METADATA
# title: Machine images are not public
# description: >-
#   An image holds the disk of a machine, with the files, keys and histories that were on it when it
#   was made. A public image can be started by everybody.
# custom:
#   kind: aws.ec2.image
#   needs: [public]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.6, C1.1]
#     nis2: [art.21.2.e, art.21.2.i, ir.12.2.2.b]
#     iso27001: [A.8.12, A.8.3]
#   equivalent:
#     prowler: [ec2_ami_public]
#   remediation: >-
#     Run aws ec2 modify-image-attribute --launch-permission "Remove=[{Group=all}]" for the image,
#     and block public sharing of images for the region.
package aws.ec2.image_private

import rego.v1

pass if input.public == false

fail contains "everybody may start the image" if input.public == true
