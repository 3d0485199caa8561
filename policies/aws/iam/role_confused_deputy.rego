# METADATA
# title: Roles of services say for whose resources they are taken
# description: >-
#   A service acts for many customers. A trust policy that names a service alone relies on that
#   service never to take the role for somebody else. A condition on aws:SourceAccount, aws:SourceArn
#   or aws:SourceOrgID closes that. Services that do not send these keys belong in exempt_services;
#   roles that AWS services keep for themselves, and roles for others than services, are not judged.
# custom:
#   kind: aws.iam.role
#   needs: [trust_policy, service_linked]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.2.a, ir.11.1.2.b]
#     iso27001: [A.5.15, A.8.3]
#   params: {exempt_services: [eks.amazonaws.com, secretsmanager.amazonaws.com]}
#   equivalent:
#     prowler: [iam_role_cross_service_confused_deputy_prevention]
#   remediation: >-
#     Add to the trust policy a condition such as StringEquals aws:SourceAccount with the account's
#     number (aws iam update-assume-role-policy).
package aws.iam.role_confused_deputy

import rego.v1

import data.lib.access
import data.lib.statements

services contains service if {
	some statement in statements.allowing(input.trust_policy)
	some service in statement.Principal.Service
}

not_applicable contains "the role belongs to an AWS service" if input.service_linked == true

not_applicable contains "no service is trusted" if {
	input.service_linked == false
	is_array(input.trust_policy.Statement)
	count(services) == 0
}

deputies contains service if {
	some service in access.deputies(input.trust_policy)
	service in services
	not service in data.params.exempt_services
}

judged if {
	input.service_linked == false
	count(services) > 0
}

pass if {
	judged
	count(deputies) == 0
}

fail contains sprintf("%s may take the role for anybody", [service]) if {
	judged
	some service in deputies
}
