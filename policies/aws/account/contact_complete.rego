# METADATA
# title: The contact details of the account are complete
# description: >-
#   AWS reaches the owner of an account by these details when it is about to be suspended, and
#   asks them to prove whose it is when the root user is lost. A company's account should name the
#   company, or it is one person's. Whether they are still right only people can tell.
# custom:
#   kind: aws.account.contacts
#   needs: [company, has_phone, verification]
#   severity: medium
#   requirements:
#     soc2: [CC2.3, CC7.4]
#     nis2: [art.21.2.b, ir.3.1.2.d, ir.12.4.2.b]
#     iso27001: [A.5.24, A.5.9]
#   equivalent:
#     prowler: [account_maintain_current_contact_details]
#     cis: ["aws-3.0:1.1", "aws-5.0:1.1", "aws-7.0:2.2"]
#   remediation: >-
#     In the account's settings correct Contact information; or run aws account
#     put-contact-information with CompanyName and PhoneNumber.
package aws.account.contact_complete

import rego.v1

observed := [input.company, input.has_phone, input.verification]

missing contains "no company is named" if input.company == null

missing contains "there is no telephone number" if input.has_phone == false

missing contains "the details are not verified" if input.verification == "UNVERIFIED"

pass if {
	count(observed) == 3
	count(missing) == 0
}

fail contains reason if {
	count(observed) == 3
	some reason in missing
}
