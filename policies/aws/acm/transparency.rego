# METADATA
# title: Certificates in use are logged for everybody to see
# description: >-
#   Browsers trust certificates that stand in public logs, and the logs are how a domain's owner
#   learns of a certificate that somebody else had issued for it. Imported and private
#   certificates are logged, or not, by who issued them.
# custom:
#   kind: aws.acm.certificate
#   needs: [in_use, type, transparency_logging]
#   severity: low
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, ir.9.2.c.ii]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [acm_certificates_transparency_logs_enabled]
#   remediation: >-
#     Run aws acm update-certificate-options --options
#     CertificateTransparencyLoggingPreference=ENABLED.
package aws.acm.transparency

import rego.v1

not_applicable contains "no service uses the certificate" if input.in_use == false


not_applicable contains sprintf("the certificate is %s", [lower(input.type)]) if {
	input.in_use == true
	input.type in {"IMPORTED", "PRIVATE"}
}

pass if {
	input.in_use == true
	input.type == "AMAZON_ISSUED"
	input.transparency_logging == "ENABLED"
}

fail contains "the certificate is kept out of the public logs" if {
	input.in_use == true
	input.type == "AMAZON_ISSUED"
	input.transparency_logging == "DISABLED"
}
