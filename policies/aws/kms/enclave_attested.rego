# METADATA
# title: Keys of enclaves give secrets only to enclaves that attest
# description: >-
#   A key made for Nitro Enclaves protects little if its policy also lets somebody decrypt outside
#   of one: the parent instance, or an administrator. Each statement that hands out secrets must
#   bind a measurement of the enclave, unless a Deny takes it back from all who bring none. A key
#   counts as one for enclaves by its tags, names, description or policy. Grants and policies of
#   IAM are not looked at.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, description, tags, policy, aws.kms.alias/name, aws.kms.alias/key_id]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.h, ir.9.2.c.iv, ir.11.2.2.a]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [kms_key_enclave_attestation_not_enforced, kms_key_enclave_attestation_bypassable_path]
#   remediation: >-
#     Add a condition StringEqualsIgnoreCase on kms:RecipientAttestation:ImageSha384 or :PCR0 to
#     each statement with kms:Decrypt, kms:GenerateDataKey*, kms:GenerateRandom or
#     kms:DeriveSharedSecret, and give administrators no kms:*.
package aws.kms.enclave_attested

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

unbound := {place | some place, measured in enclaves.grants(input.policy); count(measured) == 0}

pass if {
	judged
	count(unbound) == 0
}

fail contains sprintf("statement %d hands out secrets without attestation", [place]) if {
	judged
	some place in unbound
}
