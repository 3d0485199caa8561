# METADATA
# title: Aurora MySQL clusters can be wound back
# description: >-
#   Backtrack takes a cluster back to a moment some minutes or hours ago without restoring a
#   backup, which undoes a wrong command quickly. Only Aurora MySQL has it.
# custom:
#   kind: aws.rds.cluster
#   needs: [engine, backtrack_seconds]
#   severity: low
#   requirements:
#     soc2: [A1.2, CC7.5]
#     nis2: [art.21.2.c, ir.4.2.1]
#     iso27001: [A.8.13, A.5.30]
#   equivalent:
#     prowler: [rds_cluster_backtrack_enabled]
#   remediation: >-
#     Backtrack is set when a cluster is made, restored or cloned: aws rds
#     restore-db-cluster-to-point-in-time --backtrack-window with the seconds you need.
package aws.rds.cluster_backtrack

import rego.v1

not_applicable contains sprintf("%s has no backtrack", [input.engine]) if input.engine != "aurora-mysql"

pass if {
	input.engine == "aurora-mysql"
	input.backtrack_seconds > 0
	is_number(input.backtrack_seconds)
}

fail contains "backtrack is off" if {
	input.engine == "aurora-mysql"
	input.backtrack_seconds == 0
}
