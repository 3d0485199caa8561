package aws.rds.instance_not_public_test

import rego.v1

import data.aws.rds.instance_not_public

golden := {
	"id": "arn:aws:rds:eu-central-1:111122223333:db:orders",
	"kind": "aws.rds.instance",
	"source": "111122223333",
	"name": "orders",
	"engine": "postgres",
	"publicly_accessible": false,
	"port": 5432,
	"security_groups": ["sg-1"],
	"subnets": ["subnet-1", "subnet-2"],
}

resources := {
	"aws.ec2.security_group": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
			"group_id": "sg-1",
			"ingress": [
				{
					"ip_protocol": "tcp",
					"from_port": 5432,
					"to_port": 5432,
					"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
					"ipv6_ranges": [],
				},
			],
		},
	],
	"aws.ec2.subnet": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
			"subnet_id": "subnet-1",
			"vpc_id": "vpc-1",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
			"subnet_id": "subnet-2",
			"vpc_id": "vpc-1",
		},
	],
	"aws.ec2.route_table": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
			"vpc_id": "vpc-1",
			"routes": [{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"}],
			"associations": [{"main": true}],
		},
	],
}

test_passes_without_a_public_address if {
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	instance_not_public.pass with input as golden with data.resources as others
	count(instance_not_public.fail) == 0 with input as golden with data.resources as others
}

test_passes_behind_security_groups if {
	resource := object.union(golden, {"publicly_accessible": true})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "198.51.100.0/24"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}

test_passes_in_private_subnets if {
	resource := object.union(golden, {"publicly_accessible": true})
	instance_not_public.pass with input as resource with data.resources as resources
	count(instance_not_public.fail) == 0 with input as resource with data.resources as resources
}

test_fails_when_reached if {
	resource := object.union(golden, {"publicly_accessible": true})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	instance_not_public.fail == {"port 5432 is open to the internet through sg-1 in subnet-1", "port 5432 is open to the internet through sg-1 in subnet-2"}
		with input as resource
		with data.resources as others
	not instance_not_public.pass with input as resource with data.resources as others
}

test_fails_with_a_table_of_one_subnet if {
	resource := object.union(golden, {"publicly_accessible": true})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [
					{
						"destination_cidr_block": "10.0.0.0/16",
						"gateway_id": "local",
						"state": "active",
					},
				],
				"associations": [{"main": true}],
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-2",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": false, "subnet_id": "subnet-2"}],
			},
		],
	}
	instance_not_public.fail == {"port 5432 is open to the internet through sg-1 in subnet-2"}
		with input as resource
		with data.resources as others
	not instance_not_public.pass with input as resource with data.resources as others
}

test_passes_on_another_port if {
	resource := object.union(golden, {"publicly_accessible": true, "port": 3306})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}

test_unknown_without_the_group_and_the_routes if {
	resource := object.union(golden, {"publicly_accessible": true})
	others := {
		"aws.ec2.security_group": [],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [],
	}
	not instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}

test_passes_behind_security_groups_whatever_its_address if {
	resource := object.union(golden, {"publicly_accessible": null})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "198.51.100.0/24"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}

test_unknown_when_its_address_is_not_said if {
	resource := object.union(golden, {"publicly_accessible": null})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	not instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}

test_unknown_without_subnets if {
	resource := object.union(golden, {"publicly_accessible": true, "subnets": []})
	not instance_not_public.pass with input as resource with data.resources as resources
	count(instance_not_public.fail) == 0 with input as resource with data.resources as resources
}

test_unknown_without_a_port if {
	resource := object.union(golden, {"publicly_accessible": true, "port": null})
	others := {
		"aws.ec2.security_group": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
				"group_id": "sg-1",
				"ingress": [
					{
						"ip_protocol": "tcp",
						"from_port": 5432,
						"to_port": 5432,
						"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}],
						"ipv6_ranges": [],
					},
				],
			},
		],
		"aws.ec2.subnet": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1",
				"subnet_id": "subnet-1",
				"vpc_id": "vpc-1",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-2",
				"subnet_id": "subnet-2",
				"vpc_id": "vpc-1",
			},
		],
		"aws.ec2.route_table": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1",
				"vpc_id": "vpc-1",
				"routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}],
				"associations": [{"main": true}],
			},
		],
	}
	not instance_not_public.pass with input as resource with data.resources as others
	count(instance_not_public.fail) == 0 with input as resource with data.resources as others
}
