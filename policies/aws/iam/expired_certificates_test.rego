package aws.iam.expired_certificates_test

import rego.v1

import data.aws.iam.expired_certificates

golden := {
	"id": "arn:aws:iam::111122223333:server-certificate/www",
	"kind": "aws.iam.server_certificate",
	"source": "111122223333",
	"name": "www",
	"uploaded_at": "2025-09-01T00:00:00Z",
	"expires_at": "2026-09-01T00:00:00Z",
}

run := {"as_of": "2026-06-30T12:00:00Z"}

test_passes_when_valid if {
	expired_certificates.pass with input as golden with data.run as run
	count(expired_certificates.fail) == 0 with input as golden with data.run as run
}

test_passes_a_second_before_the_end if {
	resource := object.union(golden, {"expires_at": "2026-06-30T12:00:01Z"})
	expired_certificates.pass with input as resource with data.run as run
	count(expired_certificates.fail) == 0 with input as resource with data.run as run
}

test_fails_at_the_end if {
	resource := object.union(golden, {"expires_at": "2026-06-30T12:00:00Z"})
	expired_certificates.fail == {"the certificate expired on 2026-06-30T12:00:00Z"}
		with input as resource
		with data.run as run
	not expired_certificates.pass with input as resource with data.run as run
}

test_fails_when_long_expired if {
	resource := object.union(golden, {"expires_at": "2020-01-01T00:00:00Z"})
	expired_certificates.fail == {"the certificate expired on 2020-01-01T00:00:00Z"}
		with input as resource
		with data.run as run
	not expired_certificates.pass with input as resource with data.run as run
}
