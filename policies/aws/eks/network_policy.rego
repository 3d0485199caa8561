# METADATA
# title: Clusters enforce network policies
# description: >-
#   Without enforcement every pod may speak with every other, whatever policies say. The network
#   add-on of EKS enforces them only if it was told to. Whether another network plug-in does cannot
#   be seen from AWS, so that such a cluster is unknown.
# custom:
#   kind: aws.eks.cluster
#   needs: [network_addon, network_addon_values]
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC6.1]
#     nis2: [art.21.2.e, ir.6.8.2.e, ir.6.7.2.c]
#     iso27001: [A.8.22]
#   equivalent:
#     prowler: [eks_cluster_network_policy_enabled]
#   remediation: >-
#     Run aws eks update-addon --addon-name vpc-cni --configuration-values with enableNetworkPolicy
#     set to "true".
package aws.eks.network_policy

import rego.v1

on if input.network_addon_values.enableNetworkPolicy in {"true", true}

pass if {
	is_string(input.network_addon)
	on
}

fail contains "the network add-on does not enforce network policies" if {
	is_string(input.network_addon)
	is_object(input.network_addon_values)
	not on
}

fail contains "the network add-on has no settings" if {
	is_string(input.network_addon)
	input.network_addon_values == null
}
