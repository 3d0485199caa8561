package aws.ecs.host_network_not_root_test

import rego.v1

import data.aws.ecs.host_network_not_root

golden := {
	"id": "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7",
	"kind": "aws.ecs.task_definition",
	"source": "111122223333",
	"network_mode": "host",
	"containers": [{"name": "web", "user": "1000:1000"}],
}

test_passes_with_a_user if {
	host_network_not_root.pass with input as golden
	count(host_network_not_root.fail) == 0 with input as golden
}

test_passes_when_privileged_openly if {
	resource := object.union(golden, {"containers": [{"name": "agent", "privileged": true}]})
	host_network_not_root.pass with input as resource
	count(host_network_not_root.fail) == 0 with input as resource
}

test_passes_in_a_network_of_its_own if {
	resource := object.union(golden, {"network_mode": "awsvpc", "containers": [{"name": "web"}]})
	host_network_not_root.pass with input as resource
	count(host_network_not_root.fail) == 0 with input as resource
}

test_passes_in_the_default_mode if {
	resource := object.union(golden, {"network_mode": null, "containers": [{"name": "web", "user": "root"}]})
	host_network_not_root.pass with input as resource
	count(host_network_not_root.fail) == 0 with input as resource
}

test_fails_without_a_user if {
	resource := object.union(golden, {"containers": [{"name": "web"}]})
	host_network_not_root.fail == {"container web runs as root in the host's network"} with input as resource
	not host_network_not_root.pass with input as resource
}

test_fails_as_root if {
	resource := object.union(golden, {"containers": [{"name": "web", "user": "root"}]})
	host_network_not_root.fail == {"container web runs as root in the host's network"} with input as resource
	not host_network_not_root.pass with input as resource
}

test_fails_with_the_number_of_root if {
	resource := object.union(golden, {"containers": [{"name": "web", "user": "0:0"}]})
	host_network_not_root.fail == {"container web runs as root in the host's network"} with input as resource
	not host_network_not_root.pass with input as resource
}
