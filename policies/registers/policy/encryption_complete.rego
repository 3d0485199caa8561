# METADATA
# title: The policy on cryptography is approved and lays down what it must
# description: >-
#   Cryptography fails by its keys. A policy names the algorithms that may be used and every step
#   in the life of a key, at rest and in transit, and is looked at again every year.
# custom:
#   kind: registers.policy.encryption
#   needs: [algorithms, key_methods, at_rest, in_transit, approved_at]
#   severity: medium
#   requirements:
#     soc2: [CC5.3, CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.1, ir.9.2.a, ir.9.2.b, ir.9.2.c, ir.9.3]
#     iso27001: [A.8.24]
#   params:
#     key_methods: ["activation", "backup", "certificates", "change", "compromise", "destruction", "distribution", "generation", "logging", "recovery", "revocation", "storage"]
#     max_age_days: 365
#   remediation: >-
#     Complete the policy, have it approved, and enter what it covers.
package registers.policy.encryption_complete

import rego.v1

import data.lib.days

wrong contains "it names no algorithm" if input.algorithms == []

wrong contains sprintf("it does not lay down the %s of keys", [method]) if {
	is_array(input.key_methods)
	some method in data.params.key_methods
	not method in input.key_methods
}

wrong contains "it does not ask for encryption at rest" if input.at_rest == false

wrong contains "it does not ask for encryption in transit" if input.in_transit == false

wrong contains "nobody has approved it" if input.approved_at == null

wrong contains sprintf("it was last approved on %s", [input.approved_at]) if {
	days.beyond(input.approved_at, data.run.as_of, data.params.max_age_days)
}

pass if {
	count(input.algorithms) > 0
	is_array(input.key_methods)
	input.at_rest == true
	input.in_transit == true
	is_string(input.approved_at)
	count(wrong) == 0
}

fail contains reason if some reason in wrong
