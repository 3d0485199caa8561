package aws.s3.tls_only_test

import rego.v1

import data.aws.s3.tls_only

golden := {
	"id": "arn:aws:s3:::acme-data",
	"kind": "aws.s3.bucket",
	"source": "111122223333",
	"policy": {
		"Statement": [
			{
				"Effect": "Deny",
				"Principal": {"AWS": ["*"]},
				"Action": ["s3:*"],
				"Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
				"Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
			},
		],
	},
}

denial := {
	"Effect": "Deny",
	"Principal": {"AWS": ["*"]},
	"Action": ["s3:*"],
	"Resource": ["*"],
	"Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
}

on_bucket := object.union(denial, {"Resource": ["arn:aws:s3:::acme-data"]})

on_objects := object.union(denial, {"Resource": ["arn:aws:s3:::acme-data/*"]})

neither := {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}

one_action := object.union(denial, {"Action": ["s3:PutObject"]})

one_account := object.union(denial, {"Principal": {"AWS": ["111122223333"]}})

narrowed := object.union(denial, {"Condition": {"StringEquals": {"aws:PrincipalAccount": ["111122223333"]}}})

the_other_way := object.union(denial, {"Condition": {"Bool": {"aws:SecureTransport": ["true"]}}})

test_passes_when_denied if {
	tls_only.pass with input as golden
	count(tls_only.fail) == 0 with input as golden
}

test_passes_in_two_statements if {
	resource := object.union(golden, {"policy": {"Statement": [on_bucket, on_objects]}})
	tls_only.pass with input as resource
	count(tls_only.fail) == 0 with input as resource
}

test_passes_on_everything if {
	resource := object.union(golden, {"policy": {"Statement": [denial]}})
	tls_only.pass with input as resource
	count(tls_only.fail) == 0 with input as resource
}

test_fails_without_policy if {
	resource := object.union(golden, {"policy": null})
	tls_only.fail == {"the bucket has no policy"} with input as resource
	not tls_only.pass with input as resource
}

test_fails_on_the_bucket_alone if {
	resource := object.union(golden, {"policy": {"Statement": [on_bucket]}})
	tls_only.fail == {"plain HTTP to the objects is not denied"} with input as resource
	not tls_only.pass with input as resource
}

test_fails_on_the_objects_alone if {
	resource := object.union(golden, {"policy": {"Statement": [on_objects]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied"} with input as resource
	not tls_only.pass with input as resource
}

test_fails_for_one_action if {
	resource := object.union(golden, {"policy": {"Statement": [one_action]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}
		with input as resource
	not tls_only.pass with input as resource
}

test_fails_for_one_account if {
	resource := object.union(golden, {"policy": {"Statement": [one_account]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}
		with input as resource
	not tls_only.pass with input as resource
}

test_fails_with_a_further_condition if {
	resource := object.union(golden, {"policy": {"Statement": [narrowed]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}
		with input as resource
	not tls_only.pass with input as resource
}

test_fails_when_https_is_denied if {
	resource := object.union(golden, {"policy": {"Statement": [the_other_way]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}
		with input as resource
	not tls_only.pass with input as resource
}

test_fails_when_plain_http_is_allowed if {
	resource := object.union(golden, {"policy": {"Statement": [object.union(denial, {"Effect": "Allow"})]}})
	tls_only.fail == {"plain HTTP to the bucket is not denied", "plain HTTP to the objects is not denied"}
		with input as resource
	not tls_only.pass with input as resource
}
