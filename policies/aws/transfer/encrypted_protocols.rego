# METADATA
# title: File transfer servers speak only encrypted protocols
# description: >-
#   FTP sends files and passwords in the clear. SFTP, FTPS and AS2 over TLS do the same work
#   without that.
# custom:
#   kind: aws.transfer.server
#   needs: [protocols]
#   severity: high
#   requirements:
#     soc2: [CC6.7]
#     nis2: [art.21.2.h, art.21.2.e, ir.9.2.a, ir.6.7.2.i]
#     iso27001: [A.8.24, A.5.14]
#   equivalent:
#     prowler: [transfer_server_in_transit_encryption_enabled]
#   remediation: >-
#     Run aws transfer update-server --protocols SFTP (or FTPS) without FTP.
package aws.transfer.encrypted_protocols

import rego.v1

pass if {
	count(input.protocols) > 0
	not "FTP" in input.protocols
}

fail contains "it speaks FTP" if "FTP" in input.protocols
