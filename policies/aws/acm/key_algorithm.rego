# METADATA
# title: Certificates in use have keys that are strong enough
# description: >-
#   RSA keys of 1024 bits and curves below 256 bits no longer resist those who can spend money on
#   it, and browsers refuse them.
# custom:
#   kind: aws.acm.certificate
#   needs: [in_use, key_algorithm]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.9.2.b]
#     iso27001: [A.8.24]
#   params: {weak: [RSA_1024, P_192, EC_secp192r1]}
#   equivalent:
#     prowler: [acm_certificates_with_secure_key_algorithms]
#   remediation: >-
#     Request or import a certificate with RSA 2048 or an elliptic curve, and put it in the place
#     of the old one.
package aws.acm.key_algorithm

import rego.v1

not_applicable contains "no service uses the certificate" if input.in_use == false


# The service has written RSA-1024 as well as RSA_1024.
algorithm := replace(input.key_algorithm, "-", "_")

pass if {
	input.in_use == true
	is_string(input.key_algorithm)
	not algorithm in data.params.weak
}

fail contains sprintf("the key is %s", [algorithm]) if {
	input.in_use == true
	algorithm in data.params.weak
}
