# METADATA
# title: Contacts of domains are hidden from the public
# description: >-
#   Names, addresses and numbers in the public register are where targeted mail and calls to the
#   registrar begin. Privacy protection puts the registrar’s in their place.
# custom:
#   kind: aws.route53domains.domain
#   needs: [admin_privacy, registrant_privacy, tech_privacy]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, C1.1]
#     nis2: [art.21.2.e, ir.6.7.2.l]
#     iso27001: [A.8.12, A.8.11]
#   equivalent:
#     prowler: [route53_domains_privacy_protection_enabled]
#   remediation: >-
#     Turn on privacy protection for all contacts: aws route53domains update-domain-contact-privacy.
package aws.route53domains.contacts_hidden

import rego.v1

shown contains "the administrative contact is public" if input.admin_privacy == false

shown contains "the owner is public" if input.registrant_privacy == false

shown contains "the technical contact is public" if input.tech_privacy == false

pass if {
	input.admin_privacy == true
	input.registrant_privacy == true
	input.tech_privacy == true
}

fail contains reason if some reason in shown
