# METADATA
# title: Build projects are used
# description: >-
#   A project that nobody builds keeps its role, its access to sources and its secrets, and nobody
#   looks at it. It is judged by its newest build.
# custom:
#   kind: aws.codebuild.project
#   needs: [name, aws.codebuild.build/project, aws.codebuild.build/started_at]
#   severity: medium
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, ir.11.2.3, ir.12.4.3]
#     iso27001: [A.5.18, A.5.9]
#   params: {max_days: 90}
#   equivalent:
#     prowler: [codebuild_project_older_90_days]
#   remediation: >-
#     Delete the project and its role, or build it.
package aws.codebuild.project_used

import rego.v1

import data.lib.days

built := {build.project | some build in data.resources["aws.codebuild.build"]}

built_lately := {build.project |
	some build in data.resources["aws.codebuild.build"]
	days.within(build.started_at, data.run.as_of, data.params.max_days)
}

pass if input.name in built_lately

fail contains "it was never built" if {
	is_string(input.name)
	not input.name in built
}

fail contains sprintf("it was not built for %d days", [data.params.max_days]) if {
	input.name in built
	not input.name in built_lately
}
