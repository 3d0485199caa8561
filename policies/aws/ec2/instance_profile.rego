# METADATA
# title: Instances take their credentials from a role
# description: >-
#   Software on an instance without a role gets its access from somewhere else, mostly from keys in
#   a file that nobody rotates. An instance profile hands out credentials that end after hours.
# custom:
#   kind: aws.ec2.instance
#   needs: [state, instance_profile]
#   severity: medium
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.1.2.b, ir.11.6.2.b]
#     iso27001: [A.5.17, A.8.5]
#   equivalent:
#     prowler: [ec2_instance_profile_attached]
#     cis: ["aws-3.0:1.18", "aws-5.0:1.17", "aws-7.0:2.16"]
#   remediation: >-
#     Make a role with what the software needs and attach it: aws ec2
#     associate-iam-instance-profile.
package aws.ec2.instance_profile

import rego.v1

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	is_string(input.instance_profile)
}

fail contains "no instance profile is attached" if {
	input.state != "terminated"
	input.instance_profile == null
}
