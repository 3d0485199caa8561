# METADATA
# title: Stages of REST APIs show a certificate to their backend
# description: >-
#   A backend that can be reached from elsewhere needs a way to tell calls that came through the API
#   from those that went around it. The certificate of the stage is that way.
# custom:
#   kind: aws.apigateway.stage
#   needs: [client_certificate_id]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.11.1.2.b, ir.6.7.2.i]
#     iso27001: [A.8.5, A.8.21]
#   equivalent:
#     prowler: [apigateway_restapi_client_certificate_enabled]
#   remediation: >-
#     Make a client certificate (aws apigateway generate-client-certificate), set it on the stage,
#     and have the backend ask for it.
package aws.apigateway.client_certificate

import rego.v1

pass if is_string(input.client_certificate_id)

fail contains "the stage has no client certificate" if input.client_certificate_id == null
