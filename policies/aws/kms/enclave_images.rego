# METADATA
# title: Keys of enclaves admit only approved images
# description: >-
#   The measurements in a key policy are what the key trusts. Each must be one that the build of
#   the enclave gave and somebody approved, and each statement that hands out secrets must bind
#   one of the image, or an unknown image may call. Approved measurements stand in the parameter
#   approved_measurements, in hexadecimal.
# custom:
#   kind: aws.kms.key
#   needs: [manager, state, description, tags, policy, aws.kms.alias/name, aws.kms.alias/key_id]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC7.1]
#     nis2: [art.21.2.h, ir.9.2.c.iv, ir.6.9.2]
#     iso27001: [A.8.24, A.8.19]
#   params: {approved_measurements: []}
#   equivalent:
#     prowler: [kms_key_enclave_attestation_pcr_mismatch, kms_key_enclave_attestation_unknown_image]
#   remediation: >-
#     Take the measurements from nitro-cli describe-eif, have them approved and list them in
#     approved_measurements; replace others in the key policy.
package aws.kms.enclave_images

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

approved := {lower(value) | some value in data.params.approved_measurements}

of_image := {"pcr0", "pcr1", "pcr2"}

wrong contains sprintf("statement %d admits any image", [place]) if {
	some place, measured in enclaves.grants(input.policy)
	count(of_image & object.keys(measured)) == 0
}

wrong contains sprintf("statement %d trusts %s %s…, which is not approved", [place, name, substring(value, 0, 12)]) if {
	some place, measured in enclaves.grants(input.policy)
	some name, values in measured
	some value in values
	not value in approved
}

pass if {
	judged
	count(wrong) == 0
}

fail contains reason if {
	judged
	some reason in wrong
}
