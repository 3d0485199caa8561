# METADATA
# title: Sessions of permission sets end within a working day
# description: >-
#   Whoever takes the credentials of a session has them until it ends, also after the person was
#   locked out. The default of one hour suits most; what is longer than a working day has no good
#   reason.
# custom:
#   kind: aws.sso_admin.permission_set
#   needs: [session]
#   severity: low
#   requirements:
#     soc2: [CC6.1]
#     nis2: [art.21.2.i, ir.11.6.2.e]
#     iso27001: [A.8.5]
#   params: {max_hours: 8}
#   remediation: >-
#     Run aws sso-admin update-permission-set --session-duration PT8H, and provision the set anew.
package aws.sso_admin.session_length

import rego.v1

# Whole hours of an ISO 8601 duration; minutes count as one more.
hours := to_number(trim_suffix(trim_prefix(input.session, "PT"), "H")) if regex.match(`^PT[0-9]+H$`, input.session)

hours := to_number(split(trim_prefix(input.session, "PT"), "H")[0]) + 1 if regex.match(`^PT[0-9]+H[0-9MS]+$`, input.session)

hours := 1 if regex.match(`^PT[0-9]+M([0-9]+S)?$`, input.session)

pass if hours <= data.params.max_hours

fail contains sprintf("sessions last %s", [input.session]) if hours > data.params.max_hours
