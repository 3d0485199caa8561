# METADATA
# title: Inspector scans for vulnerabilities in every region
# description: >-
#   Inspector looks for known holes in the packages of instances, images and functions, each time
#   one is published. It must scan at least what is used; by default instances and images.
# custom:
#   kind: aws.inspector2.region
#   needs: [states, resource_states]
#   severity: medium
#   requirements:
#     soc2: [CC7.1]
#     nis2: [art.21.2.e, ir.6.10.2.b]
#     iso27001: [A.8.8]
#   params: {resource_types: [ec2, ecr]}
#   equivalent:
#     prowler: [inspector2_is_enabled]
#   remediation: >-
#     Run aws inspector2 enable --resource-types EC2 ECR LAMBDA in the region, or let the
#     organisation's administrator account enable it for all members.
package aws.inspector2.enabled

import rego.v1

scanned contains type if {
	some type in data.params.resource_types
	some state in input.resource_states
	state[type].status == "ENABLED"
}

pass if {
	"ENABLED" in input.states
	count(data.params.resource_types) == count(scanned)
}

fail contains "Inspector is off" if {
	is_array(input.resource_states)
	count(input.states) > 0
	not "ENABLED" in input.states
}

fail contains sprintf("%s is not scanned", [type]) if {
	is_array(input.resource_states)
	"ENABLED" in input.states
	some type in data.params.resource_types
	not type in scanned
}
