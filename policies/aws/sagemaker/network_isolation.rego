# METADATA
# title: Models run without a network
# description: >-
#   The code of a model comes with it, often from elsewhere. In isolation its containers can
#   make no call, so that nothing of the data it sees can be carried out.
# custom:
#   kind: aws.sagemaker.model
#   needs: [network_isolation]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.8]
#     nis2: [art.21.2.e, ir.6.7.2.c, ir.6.8.2.e]
#     iso27001: [A.8.22, A.8.12]
#   equivalent:
#     prowler: [sagemaker_models_network_isolation_enabled]
#   remediation: >-
#     Make the model anew with aws sagemaker create-model --enable-network-isolation.
package aws.sagemaker.network_isolation

import rego.v1

pass if input.network_isolation == true

fail contains "its containers may call the network" if input.network_isolation == false
