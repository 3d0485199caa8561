# METADATA
# title: Keys of enclaves ask where the enclave runs
# description: >-
#   An image measurement travels with the image: the same enclave attests in any account and on
#   any instance. Binding the role or id of the instance around it, the certificate that signed
#   it, or the caller's account keeps the key to the deployment it was made for.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, description, tags, policy, aws.kms.alias/name, aws.kms.alias/key_id]
#   severity: low
#   requirements:
#     soc2: [CC6.3]
#     nis2: [art.21.2.h, ir.9.2.c.iv]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [kms_key_enclave_attestation_no_deployment_binding]
#   remediation: >-
#     Add conditions on kms:RecipientAttestation:PCR3 (the role of the instance) and :PCR8 (the
#     signing certificate), or on aws:PrincipalAccount, beside the image.
package aws.kms.enclave_place

import rego.v1

import data.lib.enclaves

not_applicable contains "a service of AWS keeps the key" if input.manager == "AWS"

not_applicable contains sprintf("the key is %s", [input.state]) if {
	input.manager == "CUSTOMER"
	input.state != "Enabled"
}

aliases := {[alias.key_id, alias.name] | some alias in data.resources["aws.kms.alias"]}

own_id := split(input.id, "/")[1]

names := {name | some [id, name] in aliases; id == own_id}

key := {"description": input.description, "tags": input.tags, "policy": input.policy}

judged if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	enclaves.serves(key, names)
}

not_applicable contains "the key does not serve enclaves" if {
	input.manager == "CUSTOMER"
	input.state == "Enabled"
	is_array(key.policy.Statement)
	not enclaves.serves(key, names)
}

attested := {place: measured | some place, measured in enclaves.grants(input.policy); count(measured) > 0}

not_applicable contains "no statement asks for attestation, which another policy judges" if {
	judged
	count(attested) == 0
}

own_deployment := {
	"aws:principalaccount",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:resourceaccount",
	"aws:sourceaccount",
}

placed(_, measured) if count({"pcr3", "pcr4", "pcr8"} & object.keys(measured)) > 0

placed(statement, _) if {
	some operator in ["StringEquals", "StringEqualsIgnoreCase", "ArnEquals"]
	some name, values in statement.Condition[operator]
	lower(name) in own_deployment
	count(values) > 0
	not "*" in values
}

movable := {place | some place, measured in attested; not placed(input.policy.Statement[place - 1], measured)}

pass if {
	judged
	count(attested) > 0
	count(movable) == 0
}

fail contains sprintf("statement %d binds the image, not where it runs", [place]) if {
	judged
	some place in movable
}
