package github.repo.dependabot_alerts_test

import rego.v1

import data.github.repo.dependabot_alerts

golden := {
	"id": "acme/app",
	"kind": "github.repo.repository",
	"source": "acme",
	"archived": false,
	"dependabot_alerts": true,
}

test_passes_when_on if {
	dependabot_alerts.pass with input as golden
	count(dependabot_alerts.fail) == 0 with input as golden
	count(dependabot_alerts.not_applicable) == 0 with input as golden
}

test_fails_when_off if {
	resource := object.union(golden, {"dependabot_alerts": false})
	dependabot_alerts.fail == {"Dependabot alerts are off"} with input as resource
	not dependabot_alerts.pass with input as resource
	count(dependabot_alerts.not_applicable) == 0 with input as resource
}

test_not_applicable_when_archived if {
	resource := object.union(golden, {"archived": true, "dependabot_alerts": false})
	dependabot_alerts.not_applicable == {"the repository is archived"} with input as resource
	not dependabot_alerts.pass with input as resource
	count(dependabot_alerts.fail) == 0 with input as resource
}
