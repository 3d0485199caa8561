# METADATA
# title: Certificates in use are renewed before they end
# description: >-
#   A certificate that ends takes its service down at that second. Those that ACM issued renew
#   themselves weeks before if their domain still validates; those that were imported need
#   somebody. Seven days before the end something has gone wrong.
# custom:
#   kind: aws.acm.certificate
#   needs: [in_use, expires_at]
#   severity: high
#   requirements:
#     soc2: [CC6.7, A1.2]
#     nis2: [art.21.2.h, ir.9.2.c.xii, ir.9.2.c.ii]
#     iso27001: [A.8.24]
#   params: {min_days_left: 7}
#   equivalent:
#     prowler: [acm_certificates_expiration_check]
#   remediation: >-
#     Look at the renewal status (aws acm describe-certificate) and restore the validation record
#     in DNS; import a new certificate in place of an imported one.
package aws.acm.expiry

import rego.v1

import data.lib.days

not_applicable contains "no service uses the certificate" if input.in_use == false


pass if {
	input.in_use == true
	days.beyond(data.run.as_of, input.expires_at, data.params.min_days_left)
}

fail contains sprintf("the certificate ends on %s", [input.expires_at]) if {
	input.in_use == true
	days.within(data.run.as_of, input.expires_at, data.params.min_days_left)
	days.ahead(input.expires_at, data.run.as_of)
}

fail contains sprintf("the certificate ended on %s", [input.expires_at]) if {
	input.in_use == true
	days.passed(input.expires_at, data.run.as_of)
}
