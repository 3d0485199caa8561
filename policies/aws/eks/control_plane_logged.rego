# METADATA
# title: Clusters log what their control plane does
# description: >-
#   The logs of the control plane say who asked the cluster for what and who was let in. They are
#   off until somebody turns them on. Which of them are wanted is a parameter.
# custom:
#   kind: aws.eks.cluster
#   needs: [logging]
#   severity: medium
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   params: {types: [api, audit, authenticator, controllerManager, scheduler]}
#   equivalent:
#     prowler: [eks_control_plane_logging_all_types_enabled]
#   remediation: >-
#     Run aws eks update-cluster-config --logging with all types enabled.
package aws.eks.control_plane_logged

import rego.v1

written := {type |
	some part in input.logging
	part.enabled == true
	some type in part.types
}

missing := {type | some type in data.params.types} - written

pass if {
	is_array(input.logging)
	count(missing) == 0
}

fail contains sprintf("the log %s is off", [type]) if {
	is_array(input.logging)
	some type in missing
}
