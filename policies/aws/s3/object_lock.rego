# METADATA
# title: Buckets with backups lock their objects by default
# description: >-
#   Under object lock nobody can delete or overwrite an object before its time, an administrator
#   or an intruder with such rights included. That is what makes a backup outlast ransomware.
#   Buckets tagged as backups are judged, others are not.
# custom:
#   kind: aws.s3.bucket
#   needs: [object_lock, tags]
#   severity: low
#   requirements:
#     soc2: [A1.2, PI1.5]
#     nis2: [art.21.2.c, art.21.2.b, ir.4.2.2.d, ir.3.2.5]
#     iso27001: [A.8.13, A.8.15]
#   params: {scope_tag: backup, scope_value: required}
#   equivalent:
#     prowler: [s3_bucket_object_lock]
#   remediation: >-
#     Turn on Object Lock and set a default retention in compliance or governance mode (aws s3api
#     put-object-lock-configuration).
package aws.s3.object_lock

import rego.v1

in_scope if input.tags[data.params.scope_tag] == data.params.scope_value

not_applicable contains "the bucket is not tagged as a backup" if {
	is_object(input.tags)
	not in_scope
}

locked if {
	input.object_lock.enabled == true
	is_string(input.object_lock.mode)
}

pass if {
	in_scope
	locked
}

fail contains "object lock is off" if {
	in_scope
	input.object_lock == null
}

fail contains "object lock is off" if {
	in_scope
	input.object_lock.enabled == false
}

fail contains "object lock has no default retention" if {
	in_scope
	input.object_lock.enabled == true
	input.object_lock.mode == null
}
