# METADATA
# title: Caches of REST APIs are encrypted
# description: >-
#   The cache of a stage keeps whole answers, with the data of whoever asked. It is encrypted only
#   if a setting of the method says so.
# custom:
#   kind: aws.apigateway.stage
#   needs: [method_settings]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.7]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.b]
#     iso27001: [A.8.24]
#   equivalent:
#     prowler: [apigateway_restapi_cache_encrypted]
#   remediation: >-
#     Set cacheDataEncrypted to true in the method settings of the stage.
package aws.apigateway.cache_encrypted

import rego.v1

cached := {method: settings |
	some method, settings in input.method_settings
	settings.caching_enabled == true
}

plain := {method | some method, settings in cached; not settings.cache_data_encrypted == true}

not_applicable contains "no method is cached" if {
	is_object(input.method_settings)
	count(cached) == 0
}

pass if {
	count(cached) > 0
	count(plain) == 0
}

fail contains sprintf("answers of %s are cached and not encrypted", [method]) if some method in plain
