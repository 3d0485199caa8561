# METADATA
# title: SAML providers have metadata that stays valid for some time
# description: >-
#   When the metadata of an identity provider ends, nobody can sign in through it, and people fall
#   back on the root user or on local passwords. Renewing it in time keeps the usual way in open.
#   Metadata without an end is not judged.
# custom:
#   kind: aws.iam.saml_provider
#   needs: [valid_until]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.6]
#     nis2: [art.21.2.i, art.21.2.h, ir.11.6.1, ir.9.2.c.xii]
#     iso27001: [A.5.16, A.8.24]
#   params: {min_days_left: 30}
#   remediation: >-
#     Download fresh metadata from the identity provider and run aws iam update-saml-provider
#     --saml-metadata-document.
package aws.iam.saml_provider_valid

import rego.v1

import data.lib.days

not_applicable contains "the metadata has no end" if input.valid_until == null

pass if days.beyond(data.run.as_of, input.valid_until, data.params.min_days_left)

fail contains sprintf("the metadata ends on %s", [input.valid_until]) if {
	days.within(data.run.as_of, input.valid_until, data.params.min_days_left)
}
