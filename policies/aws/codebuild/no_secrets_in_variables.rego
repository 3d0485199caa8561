# METADATA
# title: Variables of build projects hold no secrets
# description: >-
#   Plain variables of a project are shown to everybody who may read it, and printed into logs by
#   the first debug line. Secrets belong in Secrets Manager or the Parameter Store, which a variable
#   can name. What looks like a secret is replaced when it is read, and judged by that.
# custom:
#   kind: aws.codebuild.project
#   needs: [environment_variables]
#   severity: critical
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.e, art.21.2.i, ir.6.2.2.c, ir.11.6.2.b]
#     iso27001: [A.5.17, A.8.28]
#   equivalent:
#     prowler: [codebuild_project_no_secrets_in_variables]
#   remediation: >-
#     Move the value to Secrets Manager or the Parameter Store, set the variable’s type to it, and
#     rotate the secret.
package aws.codebuild.no_secrets_in_variables

import rego.v1

import data.lib.withheld

exposed := {variable.name |
	some variable in input.environment_variables
	object.get(variable, "type", "PLAINTEXT") == "PLAINTEXT"
	withheld.marked(variable.value)
}

pass if {
	is_array(input.environment_variables)
	count(exposed) == 0
}

fail contains sprintf("variable %s looks like a secret", [name]) if some name in exposed
