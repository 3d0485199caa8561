package aws.eks.control_plane_logged_test

import rego.v1

import data.aws.eks.control_plane_logged

golden := {
	"id": "arn:aws:eks:eu-central-1:111122223333:cluster/prod",
	"kind": "aws.eks.cluster",
	"source": "111122223333",
	"logging": [
		{
			"enabled": true,
			"types": ["api", "audit", "authenticator", "controllerManager", "scheduler"],
		},
	],
}

params := {"types": ["api", "audit", "authenticator", "controllerManager", "scheduler"]}

test_passes_with_all if {
	control_plane_logged.pass with input as golden with data.params as params
	count(control_plane_logged.fail) == 0 with input as golden with data.params as params
}

test_passes_in_parts if {
	resource := object.union(golden, {
		"logging": [
			{"enabled": true, "types": ["api", "audit"]},
			{
				"enabled": true,
				"types": [
					"authenticator",
					"controllerManager",
					"scheduler",
				],
			},
		],
	})
	control_plane_logged.pass with input as resource with data.params as params
	count(control_plane_logged.fail) == 0 with input as resource with data.params as params
}

test_fails_with_some if {
	resource := object.union(golden, {
		"logging": [
			{
				"enabled": true,
				"types": [
					"api",
					"authenticator",
					"controllerManager",
					"scheduler",
				],
			},
			{"enabled": false, "types": ["audit"]},
		],
	})
	control_plane_logged.fail == {"the log audit is off"} with input as resource with data.params as params
	not control_plane_logged.pass with input as resource with data.params as params
}

test_fails_with_none if {
	resource := object.union(golden, {"logging": []})
	control_plane_logged.fail == {
		"the log api is off",
		"the log audit is off",
		"the log authenticator is off",
		"the log controllerManager is off",
		"the log scheduler is off",
	}
		with input as resource
		with data.params as params
	not control_plane_logged.pass with input as resource with data.params as params
}
