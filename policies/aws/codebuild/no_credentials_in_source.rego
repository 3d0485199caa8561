# METADATA
# title: Addresses of sources hold no credentials
# description: >-
#   A name and a token in the address of a repository are read by everybody who may read the
#   project, and stand in its logs and exports. What looks like a secret is replaced when it is
#   read, and judged by that.
# custom:
#   kind: aws.codebuild.project
#   needs: [source_code, secondary_sources]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.2.2.c, ir.11.6.2.b]
#     iso27001: [A.5.17, A.8.28]
#   equivalent:
#     prowler: [codebuild_project_source_repo_url_no_sensitive_credentials]
#   remediation: >-
#     Connect the repository by OAuth, a connection or a secret, take the credentials out of the
#     address, and revoke them.
package aws.codebuild.no_credentials_in_source

import rego.v1

import data.lib.withheld

locations := array.concat(
	[location | location := input.source_code.location],
	[location | some other in input.secondary_sources; location := other.location],
)

open(location) if withheld.marked(location)

open(location) if regex.match(`^[a-z+]+://[^/@:]+:[^/@]+@`, location)

exposed := {address |
	some location in locations
	open(location)
	address := regex.replace(location, `^([a-z+]+://)[^@]*@`, "$1")
}

pass if {
	is_object(input.source_code)
	is_array(input.secondary_sources)
	count(exposed) == 0
}

fail contains sprintf("the address of %s holds credentials", [address]) if some address in exposed
