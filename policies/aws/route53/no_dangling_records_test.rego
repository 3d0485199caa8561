package aws.route53.no_dangling_records_test

import rego.v1

import data.aws.route53.no_dangling_records

golden := {
	"id": "arn:aws:route53:::hostedzone/Z1",
	"kind": "aws.route53.hosted_zone",
	"source": "111122223333",
	"records": [
		{
			"name": "a.example.com.",
			"type": "A",
			"resource_records": [{"value": "52.1.1.1"}, {"value": "52.1.1.2"}],
		},
		{"name": "b.example.com.", "type": "A", "resource_records": [{"value": "10.0.0.1"}]},
		{
			"name": "www.example.com.",
			"type": "CNAME",
			"resource_records": [
				{"value": "www.example.com.s3-website.eu-central-1.amazonaws.com"},
			],
		},
		{
			"name": "c.example.com.",
			"type": "CNAME",
			"resource_records": [{"value": "example.org"}],
		},
		{"name": "d.example.com.", "type": "A", "alias_target": {"dns_name": "x"}},
	],
}

params := {"known_networks": []}

resources := {
	"aws.ec2.address": [{"id": "a", "public_ip": "52.1.1.1"}],
	"aws.ec2.network_interface": [
		{"id": "e", "public_ip": "52.1.1.2"},
		{"id": "f", "public_ip": null},
	],
	"aws.s3.bucket": [{"id": "arn:aws:s3:::www.example.com", "name": "www.example.com"}],
}

test_passes_when_all_are_ours if {
	no_dangling_records.pass with input as golden with data.params as params with data.resources as resources
	count(no_dangling_records.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
}

test_passes_in_a_known_network if {
	resource := object.union(golden, {
		"records": [
			{
				"name": "a.example.com.",
				"type": "A",
				"resource_records": [
					{"value": "198.18.0.1"},
					{"value": "52.2.2.2"},
				],
			},
		],
	})
	ours := object.union(params, {"known_networks": ["52.2.2.0/24"]})
	no_dangling_records.pass with input as resource with data.params as ours with data.resources as resources
	count(no_dangling_records.fail) == 0
		with input as resource
		with data.params as ours
		with data.resources as resources
}

test_fails_with_a_foreign_address if {
	resource := object.union(golden, {
		"records": [
			{
				"name": "a.example.com.",
				"type": "A",
				"resource_records": [
					{"value": "52.1.1.1"},
					{"value": "52.2.2.2"},
				],
			},
		],
	})
	no_dangling_records.fail == {"a.example.com. leads to 52.2.2.2, which is no address of the account"}
		with input as resource
		with data.params as params
		with data.resources as resources
	not no_dangling_records.pass
		with input as resource
		with data.params as params
		with data.resources as resources
}

test_fails_without_the_bucket if {
	resource := object.union(golden, {
		"records": [
			{
				"name": "old.example.com.",
				"type": "CNAME",
				"resource_records": [
					{
						"value": "Old.example.com.s3-website-us-east-1.amazonaws.com.",
					},
				],
			},
		],
	})
	no_dangling_records.fail == {
		"old.example.com. leads to the website of the bucket old.example.com, which is not in the account",
	}
		with input as resource
		with data.params as params
		with data.resources as resources
	not no_dangling_records.pass
		with input as resource
		with data.params as params
		with data.resources as resources
}
