package aws.ec2.vpc_endpoint_service_principals_test

import rego.v1

import data.aws.ec2.vpc_endpoint_service_principals

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint-service/vpce-svc-1",
	"kind": "aws.ec2.vpc_endpoint_service",
	"source": "111122223333",
	"allowed_principals": ["arn:aws:iam::111122223333:root"],
}

params := {"trusted_accounts": []}

test_passes_for_the_own_account if {
	vpc_endpoint_service_principals.pass with input as golden with data.params as params
	count(vpc_endpoint_service_principals.fail) == 0 with input as golden with data.params as params
}

test_passes_for_nobody if {
	resource := object.union(golden, {"allowed_principals": []})
	vpc_endpoint_service_principals.pass with input as resource with data.params as params
	count(vpc_endpoint_service_principals.fail) == 0 with input as resource with data.params as params
}

test_passes_for_a_trusted_account if {
	resource := object.union(golden, {"allowed_principals": ["444455556666"]})
	ours := object.union(params, {"trusted_accounts": ["444455556666"]})
	vpc_endpoint_service_principals.pass with input as resource with data.params as ours
	count(vpc_endpoint_service_principals.fail) == 0 with input as resource with data.params as ours
}

test_fails_for_a_foreign_account if {
	resource := object.union(golden, {"allowed_principals": ["arn:aws:iam::444455556666:root"]})
	vpc_endpoint_service_principals.fail == {"arn:aws:iam::444455556666:root may connect and is not trusted"}
		with input as resource
		with data.params as params
	not vpc_endpoint_service_principals.pass with input as resource with data.params as params
}

test_fails_for_everybody if {
	resource := object.union(golden, {"allowed_principals": ["*"]})
	vpc_endpoint_service_principals.fail == {"* may connect and is not trusted"}
		with input as resource
		with data.params as params
	not vpc_endpoint_service_principals.pass with input as resource with data.params as params
}

test_undecided_with_a_principal_without_account if {
	resource := object.union(golden, {"allowed_principals": ["AIDA1"]})
	not vpc_endpoint_service_principals.pass with input as resource with data.params as params
	count(vpc_endpoint_service_principals.fail) == 0 with input as resource with data.params as params
}
