# METADATA
# title: OpenSearch domains run the newest service software
# description: >-
#   Updates of the service software bring fixes for weaknesses of the engine and of the
#   machines. Optional ones wait until somebody installs them.
# custom:
#   kind: aws.opensearch.domain
#   needs: [update_available]
#   severity: high
#   requirements:
#     soc2: [CC7.1]
#     nis2: [art.21.2.e, ir.6.6.1.a]
#     iso27001: [A.8.8]
#   equivalent:
#     prowler: [opensearch_service_domains_updated_to_the_latest_service_software_version]
#   remediation: >-
#     Run aws opensearch start-service-software-update, or turn on --software-update-options
#     AutoSoftwareUpdateEnabled=true.
package aws.opensearch.software_current

import rego.v1

pass if input.update_available == false

fail contains "an update of the service software is waiting" if input.update_available == true
