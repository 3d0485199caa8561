# METADATA
# title: A security contact is registered
# description: >-
#   When AWS sees an account misused it writes to the security contact; without one it writes to
#   the owner of the account, whose mailbox nobody may read. The contact should be a team,
#   reachable by mail and telephone.
# custom:
#   kind: aws.account.contacts
#   needs: [has_security_email, has_security_phone]
#   severity: medium
#   requirements:
#     soc2: [CC7.4, CC2.3]
#     nis2: [art.21.2.b, ir.3.1.2.d, ir.3.1.2.b]
#     iso27001: [A.5.24, A.5.6]
#   equivalent:
#     prowler: [account_security_contact_information_is_registered]
#     cis: ["aws-3.0:1.2", "aws-5.0:1.2", "aws-7.0:2.3"]
#   remediation: >-
#     In the account's settings fill in Alternate contacts, Security; or run aws account
#     put-alternate-contact --alternate-contact-type SECURITY.
package aws.account.security_contact

import rego.v1

pass if {
	input.has_security_email == true
	input.has_security_phone == true
}

fail contains "no security contact is registered" if {
	input.has_security_email == false
	input.has_security_phone == false
}

fail contains "the security contact has no e-mail address" if {
	input.has_security_email == false
	input.has_security_phone == true
}

fail contains "the security contact has no telephone number" if {
	input.has_security_email == true
	input.has_security_phone == false
}
