package aws.bedrock.vpc_endpoints_test

import rego.v1

import data.aws.bedrock.vpc_endpoints

golden := {
	"id": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1",
	"kind": "aws.ec2.vpc",
	"source": "111122223333",
	"region": "eu-central-1",
	"vpc_id": "vpc-1",
}

resources := {
	"aws.ec2.vpc_endpoint": [
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
			"vpc_id": "vpc-1",
			"state": "available",
			"service_name": "com.amazonaws.eu-central-1.bedrock",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
			"vpc_id": "vpc-1",
			"state": "available",
			"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
			"vpc_id": "vpc-1",
			"state": "available",
			"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
			"vpc_id": "vpc-1",
			"state": "available",
			"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
		},
		{
			"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
			"vpc_id": "vpc-1",
			"state": "available",
			"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
		},
	],
	"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
	"aws.bedrock.region": [
		{
			"id": "111122223333/eu-central-1",
			"region": "eu-central-1",
			"log_group": "calls",
			"log_bucket": null,
		},
	],
	"aws.bedrock.guardrail": [],
	"aws.bedrock_agent.agent": [],
}

params := {
	"services": ["bedrock", "bedrock-agent", "bedrock-agent-runtime", "bedrock-mantle", "bedrock-runtime"],
}

test_passes_with_all_endpoints if {
	vpc_endpoints.pass with input as golden with data.resources as resources with data.params as params
	count(vpc_endpoints.fail) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as resources
		with data.params as params
}

test_passes_with_a_bucket_for_logs if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
			},
		],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": null,
				"log_bucket": "acme-calls",
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.pass with input as golden with data.resources as others with data.params as params
	count(vpc_endpoints.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as params
}

test_fails_without_one if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
			},
		],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": "calls",
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.fail == {"it has no endpoint for bedrock-runtime"}
		with input as golden
		with data.resources as others
		with data.params as params
	not vpc_endpoints.pass with input as golden with data.resources as others with data.params as params
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as params
}

test_fails_with_one_that_waits if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
				"vpc_id": "vpc-1",
				"state": "pendingAcceptance",
				"service_name": "com.amazonaws.eu-central-1.bedrock",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
			},
		],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": "calls",
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.fail == {"it has no endpoint for bedrock"}
		with input as golden
		with data.resources as others
		with data.params as params
	not vpc_endpoints.pass with input as golden with data.resources as others with data.params as params
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as params
}

test_fails_with_those_of_another_vpc if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
				"vpc_id": "vpc-2",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
			},
		],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": "calls",
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.fail == {"it has no endpoint for bedrock-runtime"}
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock-runtime"]}
	not vpc_endpoints.pass
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock-runtime"]}
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock-runtime"]}
}

test_fails_where_guardrails_are if {
	others := {
		"aws.ec2.vpc_endpoint": [],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": null,
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [{"id": "g", "region": "eu-central-1"}],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.fail == {"it has no endpoint for bedrock"}
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
	not vpc_endpoints.pass
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
}

test_fails_where_agents_are if {
	others := {
		"aws.ec2.vpc_endpoint": [],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": null,
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [{"id": "a", "region": "eu-central-1"}],
	}
	vpc_endpoints.fail == {"it has no endpoint for bedrock"}
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
	not vpc_endpoints.pass
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
	count(vpc_endpoints.not_applicable) == 0
		with input as golden
		with data.resources as others
		with data.params as {"services": ["bedrock"]}
}

test_not_applicable_where_bedrock_is_not_used if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
			},
		],
		"aws.ec2.network_interface": [{"id": "eni-1", "vpc_id": "vpc-1"}],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": null,
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.not_applicable == {"Bedrock is not used in its region"}
		with input as golden
		with data.resources as others
		with data.params as params
	not vpc_endpoints.pass with input as golden with data.resources as others with data.params as params
	count(vpc_endpoints.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
}

test_not_applicable_when_empty if {
	others := {
		"aws.ec2.vpc_endpoint": [
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-1",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-2",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-agent-runtime",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-3",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-mantle",
			},
			{
				"id": "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-4",
				"vpc_id": "vpc-1",
				"state": "available",
				"service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
			},
		],
		"aws.ec2.network_interface": [],
		"aws.bedrock.region": [
			{
				"id": "111122223333/eu-central-1",
				"region": "eu-central-1",
				"log_group": "calls",
				"log_bucket": null,
			},
		],
		"aws.bedrock.guardrail": [],
		"aws.bedrock_agent.agent": [],
	}
	vpc_endpoints.not_applicable == {"nothing is connected to it"}
		with input as golden
		with data.resources as others
		with data.params as params
	not vpc_endpoints.pass with input as golden with data.resources as others with data.params as params
	count(vpc_endpoints.fail) == 0
		with input as golden
		with data.resources as others
		with data.params as params
}
