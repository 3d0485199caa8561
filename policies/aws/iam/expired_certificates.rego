# METADATA
# title: No expired server certificate is stored
# description: >-
#   An expired certificate that is still stored can be put on a load balancer by mistake and break
#   every client. Its presence also shows that renewal is nobody's task.
# custom:
#   kind: aws.iam.server_certificate
#   needs: [expires_at]
#   severity: low
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, ir.9.2.c.ii, ir.9.2.c.vii]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [iam_no_expired_server_certificates_stored]
#     cis: ["aws-3.0:1.19", "aws-5.0:1.18", "aws-7.0:2.17"]
#   remediation: >-
#     Replace it where it is in use, then run aws iam delete-server-certificate; let AWS
#     Certificate Manager renew the next one.
package aws.iam.expired_certificates

import rego.v1

import data.lib.days

pass if days.ahead(input.expires_at, data.run.as_of)

fail contains sprintf("the certificate expired on %s", [input.expires_at]) if {
	days.passed(input.expires_at, data.run.as_of)
}
