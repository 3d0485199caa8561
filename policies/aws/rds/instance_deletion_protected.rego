# METADATA
# title: Database instances are protected from deletion
# description: >-
#   One call deletes a database together with its automated backups. Deletion protection turns
#   this into two acts, the first of which stands out. Instances of a cluster are protected by
#   the cluster, which is looked up.
# custom:
#   kind: aws.rds.instance
#   needs:
#     - region
#     - engine
#     - cluster
#     - deletion_protection
#     - aws.rds.cluster/region
#     - aws.rds.cluster/name
#     - aws.rds.cluster/deletion_protection
#   severity: medium
#   requirements:
#     soc2: [A1.2, C1.1]
#     nis2: [art.21.2.i, art.21.2.c, ir.12.2.2.b]
#     iso27001: [A.8.10, A.5.33]
#   equivalent:
#     prowler: [rds_instance_deletion_protection]
#   remediation: >-
#     Run aws rds modify-db-instance --deletion-protection, or modify-db-cluster for a cluster.
package aws.rds.instance_deletion_protected

import rego.v1

clusters := {concat("/", [cluster.region, cluster.name]): cluster.deletion_protection |
	some cluster in data.resources["aws.rds.cluster"]
}

protected := input.deletion_protection if input.cluster == null

protected := clusters[concat("/", [input.region, input.cluster])] if {
	is_string(input.cluster)
	not elsewhere
}

# Clusters of Neptune and DocumentDB are not among those of RDS.
elsewhere if {
	is_string(input.cluster)
	input.engine in {"docdb", "neptune"}
}

not_applicable contains sprintf("its cluster %s is one of %s", [input.cluster, input.engine]) if elsewhere

pass if protected == true

fail contains "it can be deleted" if {
	input.cluster == null
	protected == false
}

fail contains sprintf("its cluster %s can be deleted", [input.cluster]) if {
	is_string(input.cluster)
	protected == false
}
