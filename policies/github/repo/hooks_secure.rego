# METADATA
# title: Webhooks of repositories use HTTPS, checked certificates and a secret
# description: >-
#   A webhook carries what happens in the code to another system. Without HTTPS and a checked
#   certificate anyone between can read it; without a secret the receiver cannot tell a real event
#   from a forged one. Webhooks that are not active send nothing and are not judged.
# custom:
#   kind: github.repo.webhook
#   needs: [url, active, insecure_ssl, secret_set]
#   severity: medium
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.e, art.21.2.h, ir.6.7.2.i, ir.9.2.a]
#     iso27001: [A.8.24]
#   equivalent:
#     cis: ["github-1.2:1.4.4"]
#   remediation: >-
#     Under the repository's Settings, Webhooks, give the hook an https address, turn on SSL
#     verification and set a secret that the receiver checks.
package github.repo.hooks_secure

import rego.v1

not_applicable contains "the webhook is not active" if input.active == false

wrong contains "the address is not https" if not startswith(lower(input.url), "https://")

wrong contains "the certificate is not checked" if input.insecure_ssl == true

wrong contains "no secret is set" if input.secret_set == false

observed := [input.url, input.insecure_ssl, input.secret_set]

pass if {
	input.active == true
	count(observed) == 3
	count(wrong) == 0
}

fail contains reason if {
	input.active == true
	count(observed) == 3
	some reason in wrong
}
