package aws.transfer.encrypted_protocols_test

import rego.v1

import data.aws.transfer.encrypted_protocols

golden := {
	"id": "arn:aws:transfer:eu-central-1:111122223333:server/s-1",
	"kind": "aws.transfer.server",
	"source": "111122223333",
	"name": "s-1",
	"protocols": ["SFTP", "FTPS"],
}

test_passes_with_others if {
	encrypted_protocols.pass with input as golden
	count(encrypted_protocols.fail) == 0 with input as golden
}

test_fails_with_ftp if {
	resource := object.union(golden, {"protocols": ["SFTP", "FTP"]})
	encrypted_protocols.fail == {"it speaks FTP"} with input as resource
	not encrypted_protocols.pass with input as resource
}
