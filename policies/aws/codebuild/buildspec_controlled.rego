# METADATA
# title: What a build runs is not decided by the code it builds
# description: >-
#   A build specification in the repository runs with the role of the project, so that whoever can
#   propose a change can run commands with it. A specification kept in the project or in a bucket is
#   changed by those who may change the project. A project that names none takes buildspec.yml from
#   the source.
# custom:
#   kind: aws.codebuild.project
#   needs: [source_code]
#   severity: medium
#   requirements:
#     soc2: [CC8.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.2.2.c, ir.6.4.1]
#     iso27001: [A.8.25, A.8.31]
#   equivalent:
#     prowler: [codebuild_project_user_controlled_buildspec]
#   remediation: >-
#     Write the specification into the project, or keep it in a bucket and name it by its ARN.
package aws.codebuild.buildspec_controlled

import rego.v1

spec := object.get(input.source_code, "buildspec", "")

# A file of the source, and not in a bucket.
in_source if {
	regex.match(`^[^\n]*[.]ya?ml$`, spec)
	not startswith(spec, "arn:")
}

by_default if {
	spec == ""
	input.source_code.type != "NO_SOURCE"
}

pass if {
	is_string(spec)
	not in_source
	not by_default
}

fail contains sprintf("it is %s of the source", [spec]) if in_source

fail contains "it is buildspec.yml of the source" if by_default
