# METADATA
# title: Keys of enclaves refuse enclaves in debug mode
# description: >-
#   The operator of an instance can read the memory of an enclave in debug mode. Such an enclave
#   attests with zeros for its image, while its role, instance and certificate stay true. A
#   statement that binds none of the image, or that lists zeros, gives it the secrets.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, description, tags, policy, aws.kms.alias/name, aws.kms.alias/key_id]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC7.2]
#     nis2: [art.21.2.h, ir.9.2.c.iv]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [kms_key_enclave_debug_attestation_detected]
#   remediation: >-
#     Bind kms:RecipientAttestation:ImageSha384 or :PCR0 in each statement that hands out secrets,
#     and remove values of zeros.
package aws.kms.enclave_no_debug

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

# Zeros in hexadecimal, or in base64 with its letters made small.
zeros := `^(0+|a{64})$`

# The image is bound, and to no value of zeros.
closed(measured) if {
	some name in ["pcr0", "pcr1", "pcr2"]
	count(measured[name]) > 0
	count([value | some value in measured[name]; regex.match(zeros, value)]) == 0
}

debuggable := {place | some place, measured in enclaves.grants(input.policy); not closed(measured)}

pass if {
	judged
	count(debuggable) == 0
}

fail contains sprintf("statement %d gives secrets to enclaves in debug mode", [place]) if {
	judged
	some place in debuggable
}
