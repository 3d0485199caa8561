# METADATA
# title: Launch templates ask for the second version of the metadata service
# description: >-
#   Instances are replaced from their template, so that options set by hand on a running instance
#   last until the next one. The default and the latest version are judged, which are those that are
#   launched. A version that says nothing leaves it to the image and the region.
# custom:
#   kind: aws.ec2.launch_template
#   needs: [versions, default_version, latest_version]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC8.1]
#     nis2: [art.21.2.e, ir.6.3.2.b, ir.6.3.2.a]
#     iso27001: [A.8.9]
#   equivalent:
#     prowler: [ec2_launch_template_imdsv2_required]
#   remediation: >-
#     Make a version with MetadataOptions HttpTokens=required (or HttpEndpoint=disabled) and make it
#     the default.
package aws.ec2.launch_template_imdsv2

import rego.v1

launched := [version |
	some version in input.versions
	version.version_number in {input.default_version, input.latest_version}
]

closed(version) if version.launch_template_data.metadata_options.http_tokens == "required"

closed(version) if version.launch_template_data.metadata_options.http_endpoint == "disabled"

pass if {
	count(launched) > 0
	count([version | some version in launched; not closed(version)]) == 0
}

fail contains sprintf("version %d does not ask for it", [version.version_number]) if {
	some version in launched
	not closed(version)
}
