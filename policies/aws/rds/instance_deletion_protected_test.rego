package aws.rds.instance_deletion_protected_test

import rego.v1

import data.aws.rds.instance_deletion_protected

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"region": "eu-central-1",
	"name": "orders",
	"engine": "postgres",
	"cluster": null,
	"deletion_protection": true,
}

resources := {
	"aws.rds.cluster": [
		{
			"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
			"kind": "aws.rds.cluster",
			"source": "111122223333",
			"region": "eu-central-1",
			"name": "shop",
			"deletion_protection": true,
		},
	],
}

test_passes_when_on if {
	instance_deletion_protected.pass with input as golden with data.resources as resources
	count(instance_deletion_protected.fail) == 0 with input as golden with data.resources as resources
	count(instance_deletion_protected.not_applicable) == 0
		with input as golden
		with data.resources as resources
}

test_fails_when_off if {
	resource := object.union(golden, {"deletion_protection": false})
	instance_deletion_protected.fail == {"it can be deleted"}
		with input as resource
		with data.resources as resources
	not instance_deletion_protected.pass with input as resource with data.resources as resources
	count(instance_deletion_protected.not_applicable) == 0
		with input as resource
		with data.resources as resources
}

test_passes_with_its_cluster if {
	resource := object.union(golden, {"engine": "aurora-mysql", "cluster": "shop", "deletion_protection": false})
	instance_deletion_protected.pass with input as resource with data.resources as resources
	count(instance_deletion_protected.fail) == 0 with input as resource with data.resources as resources
	count(instance_deletion_protected.not_applicable) == 0
		with input as resource
		with data.resources as resources
}

test_fails_with_its_cluster if {
	resource := object.union(golden, {"engine": "aurora-mysql", "cluster": "shop"})
	others := {
		"aws.rds.cluster": [
			{
				"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
				"kind": "aws.rds.cluster",
				"source": "111122223333",
				"region": "eu-central-1",
				"name": "shop",
				"deletion_protection": false,
			},
		],
	}
	instance_deletion_protected.fail == {"its cluster shop can be deleted"}
		with input as resource
		with data.resources as others
	not instance_deletion_protected.pass with input as resource with data.resources as others
	count(instance_deletion_protected.not_applicable) == 0 with input as resource with data.resources as others
}

test_looks_for_the_cluster_in_its_region if {
	resource := object.union(golden, {"engine": "aurora-mysql", "cluster": "shop"})
	others := {
		"aws.rds.cluster": [
			{
				"id": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
				"kind": "aws.rds.cluster",
				"source": "111122223333",
				"region": "eu-west-1",
				"name": "shop",
				"deletion_protection": true,
			},
		],
	}
	not instance_deletion_protected.pass with input as resource with data.resources as others
	count(instance_deletion_protected.fail) == 0 with input as resource with data.resources as others
	count(instance_deletion_protected.not_applicable) == 0 with input as resource with data.resources as others
}

test_not_applicable_in_a_cluster_of_neptune if {
	resource := object.union(golden, {"engine": "neptune", "cluster": "graph"})
	instance_deletion_protected.not_applicable == {"its cluster graph is one of neptune"}
		with input as resource
		with data.resources as resources
	not instance_deletion_protected.pass with input as resource with data.resources as resources
	count(instance_deletion_protected.fail) == 0 with input as resource with data.resources as resources
}
