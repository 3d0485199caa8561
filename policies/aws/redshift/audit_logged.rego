# METADATA
# title: Redshift clusters log connections and users
# description: >-
#   The audit log says who connected, from where, and what they changed among users. After an
#   incident it is the only record of who read the facts of the business.
# custom:
#   kind: aws.redshift.cluster
#   needs: [logging]
#   severity: medium
#   requirements:
#     soc2: [CC7.2]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [redshift_cluster_audit_logging]
#   remediation: >-
#     Run aws redshift enable-logging with a bucket or with --log-destination-type cloudwatch;
#     set enable_user_activity_logging in the parameter group to log statements too.
package aws.redshift.audit_logged

import rego.v1

pass if input.logging == true

fail contains "audit logging is off" if input.logging == false
