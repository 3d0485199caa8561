# METADATA
# title: Database instances have enhanced monitoring
# description: >-
#   Enhanced monitoring reports processes, memory and disks of the machine under the database,
#   second by second if wanted. It shows load that is out of the ordinary, whether from an
#   attack or from growth. Neptune and DocumentDB do not have it.
# custom:
#   kind: aws.rds.instance
#   needs: [engine, monitoring_interval]
#   severity: low
#   requirements:
#     soc2: [CC7.2, A1.1]
#     nis2: [art.21.2.b, ir.3.2.2, ir.3.2.3.h]
#     iso27001: [A.8.16, A.8.6]
#   equivalent:
#     prowler: [rds_instance_enhanced_monitoring_enabled]
#   remediation: >-
#     Run aws rds modify-db-instance --monitoring-interval 60 --monitoring-role-arn with a role
#     that holds AmazonRDSEnhancedMonitoringRole.
package aws.rds.instance_enhanced_monitoring

import rego.v1

lacking := {"docdb", "neptune"}

not_applicable contains sprintf("%s has no enhanced monitoring", [input.engine]) if input.engine in lacking

pass if {
	not input.engine in lacking
	input.monitoring_interval > 0
	is_number(input.monitoring_interval)
}

fail contains "enhanced monitoring is off" if {
	not input.engine in lacking
	input.monitoring_interval == 0
}
