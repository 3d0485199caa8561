# METADATA
# title: Redshift clusters refuse connections without TLS
# description: >-
#   A cluster offers TLS, and takes connections without it unless require_ssl says otherwise.
#   Queries, results and passwords then cross the network in the clear. Every parameter group of
#   the cluster is looked up.
# custom:
#   kind: aws.redshift.cluster
#   needs:
#     - region
#     - parameter_groups
#     - aws.redshift.parameter_group/region
#     - aws.redshift.parameter_group/name
#     - aws.redshift.parameter_group/parameters
#   severity: high
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [redshift_cluster_in_transit_encryption_enabled]
#   remediation: >-
#     In a parameter group of your own set require_ssl to true (aws redshift
#     modify-cluster-parameter-group), give it to the cluster, and reboot the cluster.
package aws.redshift.tls_required

import rego.v1

required := {concat("/", [group.region, group.name]): group.parameters.require_ssl |
	some group in data.resources["aws.redshift.parameter_group"]
}

# What each parameter group of the cluster says; one that is not known says nothing.
said := {name: required[concat("/", [input.region, name])] | some name in input.parameter_groups}

pass if {
	count(said) > 0
	count(said) == count(input.parameter_groups)
	count([name | some name, value in said; lower(value) != "true"]) == 0
}

fail contains sprintf("its parameter group %s sets require_ssl to %s", [name, value]) if {
	some name, value in said
	lower(value) != "true"
}
