# METADATA
# title: Outputs of stacks hold no secrets
# description: >-
#   Whoever may describe a stack reads its outputs, and other stacks import them. They are not meant
#   for passwords and keys. What looks like a secret is replaced when it is read, and judged by that.
# custom:
#   kind: aws.cloudformation.stack
#   needs: [outputs]
#   severity: high
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.6.2.b]
#     iso27001: [A.5.17, A.8.9]
#   equivalent:
#     prowler: [cloudformation_stack_outputs_find_secrets]
#   remediation: >-
#     Let the template put the value into Secrets Manager and output its ARN, and rotate what was
#     there.
package aws.cloudformation.no_secrets_in_outputs

import rego.v1

import data.lib.withheld

offending contains output.output_key if {
	some output in input.outputs
	withheld.marked(output.output_value)
}

pass if {
	is_array(input.outputs)
	count(offending) == 0
}

fail contains sprintf("the output %s looks like a secret", [key]) if {
	some key in offending
}
