# METADATA
# title: Hosts of enclaves are running
# description: >-
#   An enclave lives and dies with the instance around it. A host that stands still means that the
#   work in the enclave is not done, or that a host was forgotten with its keys still trusting it.
# custom:
#   kind: aws.ec2.instance
#   needs: [enclaves_enabled, state]
#   severity: medium
#   requirements:
#     soc2: [A1.2, CC7.2]
#     nis2: [art.21.2.c, ir.3.2.3.h]
#     iso27001: [A.8.14, A.8.16]
#   equivalent:
#     prowler: [ec2_confidential_workload_host_not_running]
#   remediation: >-
#     Start the instance, or terminate it and take its measurements out of the key policies.
package aws.ec2.enclave_host_running

import rego.v1

not_applicable contains "the instance runs no enclaves" if input.enclaves_enabled == false

gone := {"stopped", "shutting-down", "terminated"}

pass if {
	input.enclaves_enabled == true
	is_string(input.state)
	not input.state in gone
}

fail contains sprintf("the instance is %s", [input.state]) if {
	input.enclaves_enabled == true
	input.state in gone
}
