# METADATA
# title: Instances answer only the second version of the metadata service
# description: >-
#   The first version of the metadata service gives the credentials of the instance’s role to any
#   request that can be sent from it, so that one forged request in a web application is enough. The
#   second asks for a session first. On hosts of Nitro enclaves the credentials also open the
#   enclave’s keys.
# custom:
#   kind: aws.ec2.instance
#   needs: [state, metadata_options]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.3.2.b, ir.11.1.2.b]
#     iso27001: [A.8.9, A.8.5]
#   equivalent:
#     prowler: [ec2_instance_imdsv2_enabled, ec2_confidential_workload_host_imdsv2_not_enforced]
#     cis: ["aws-3.0:5.6", "aws-5.0:5.7", "aws-7.0:6.7"]
#   remediation: >-
#     Run aws ec2 modify-instance-metadata-options --http-tokens required for the instance, or
#     --http-endpoint disabled if nothing on it needs the service.
package aws.ec2.instance_imdsv2

import rego.v1

closed if input.metadata_options.http_tokens == "required"

closed if input.metadata_options.http_endpoint == "disabled"

not_applicable contains "the instance is terminated" if input.state == "terminated"

pass if {
	input.state != "terminated"
	closed
}

fail contains "the first version of the metadata service is answered" if {
	input.state != "terminated"
	is_object(input.metadata_options)
	not closed
}

fail contains "no options of the metadata service are set" if {
	input.state != "terminated"
	input.metadata_options == null
}
