# METADATA
# title: Launch templates give instances no public address
# description: >-
#   Every instance of a template has what the template says. A version that asks for public
#   addresses puts a whole group of machines on the internet. All versions count, since any can be
#   launched.
# custom:
#   kind: aws.ec2.launch_template
#   needs: [versions, aws.ec2.network_interface/interface_id, aws.ec2.network_interface/public_ip]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.7.2.f, ir.6.8.2.e]
#     iso27001: [A.8.20, A.8.22]
#   equivalent:
#     prowler: [ec2_launch_template_no_public_ip]
#   remediation: >-
#     Make a version without AssociatePublicIpAddress, make it the default, and delete the versions
#     that have it.
package aws.ec2.launch_template_private

import rego.v1

public := {interface.interface_id |
	some interface in data.resources["aws.ec2.network_interface"]
	is_string(interface.public_ip)
}

wrong contains sprintf("version %d asks for a public address", [version.version_number]) if {
	some version in input.versions
	some interface in version.launch_template_data.network_interfaces
	interface.associate_public_ip_address == true
}

wrong contains reason if {
	some version in input.versions
	some interface in version.launch_template_data.network_interfaces
	interface.network_interface_id in public
	used := [version.version_number, interface.network_interface_id]
	reason := sprintf("version %d uses %s, which has a public address", used)
}

pass if {
	is_array(input.versions)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
