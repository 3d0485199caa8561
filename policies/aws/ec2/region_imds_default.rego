# METADATA
# title: New instances of the region get the second version of the metadata service
# description: >-
#   Instances are started by people, templates and services of AWS, and each of them can forget the
#   option. The default of the region fills it in for all.
# custom:
#   kind: aws.ec2.region
#   needs: [region, default_http_tokens, aws.ec2.instance/region]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.3.2.b, ir.6.3.2.a]
#     iso27001: [A.8.9]
#   equivalent:
#     prowler: [ec2_instance_account_imdsv2_enabled]
#   remediation: >-
#     Run aws ec2 modify-instance-metadata-defaults --http-tokens required in the region.
package aws.ec2.region_imds_default

import rego.v1

used := {instance.region | some instance in data.resources["aws.ec2.instance"]}

not_applicable contains "the region has no instances" if not input.region in used

pass if {
	input.region in used
	input.default_http_tokens == "required"
}

fail contains "no default is set for new instances" if {
	input.region in used
	input.default_http_tokens == null
}

fail contains sprintf("the default for new instances is %s", [input.default_http_tokens]) if {
	input.region in used
	is_string(input.default_http_tokens)
	input.default_http_tokens != "required"
}
