# METADATA
# title: Distributions fetch from their origins over TLS
# description: >-
#   The way from the edge to the origin leads over the internet like the way to the edge. A lock in
#   the browser says nothing about it. An origin that takes the viewer’s protocol is as good as what
#   viewers may use.
# custom:
#   kind: aws.cloudfront.distribution
#   needs: [origins, default_behavior]
#   severity: medium
#   requirements:
#     soc2: [CC6.7, CC6.1]
#     nis2: [art.21.2.h, ir.9.2.a, ir.12.2.2.c]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [cloudfront_distributions_origin_traffic_encrypted]
#   remediation: >-
#     Set the origin protocol policy to https-only, and the viewer protocol policy to
#     redirect-to-https.
package aws.cloudfront.origin_encrypted

import rego.v1

plain_viewers if input.default_behavior.viewer_protocol_policy == "allow-all"

protocol(origin) := origin.custom_origin_config.origin_protocol_policy

plain(origin) if protocol(origin) == "http-only"

plain(origin) if {
	protocol(origin) == "match-viewer"
	plain_viewers
}

# A bucket is fetched from as the viewer asks.
plain(origin) if {
	is_object(origin.s3_origin_config)
	plain_viewers
}

# The protocol of an origin inside a VPC is not told here.
known(origin) if is_string(protocol(origin))

known(origin) if is_object(origin.s3_origin_config)

pass if {
	is_string(input.default_behavior.viewer_protocol_policy)
	is_array(input.origins)
	count([origin | some origin in input.origins; known(origin); not plain(origin)]) == count(input.origins)
}

fail contains sprintf("origin %s is fetched from without TLS", [origin.id]) if {
	some origin in input.origins
	plain(origin)
}
