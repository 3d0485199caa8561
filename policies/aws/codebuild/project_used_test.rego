package aws.codebuild.project_used_test

import rego.v1

import data.aws.codebuild.project_used

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"name": "web",
}

params := {"max_days": 90}

resources := {
	"aws.codebuild.build": [
		{
			"id": "arn:aws:codebuild:eu-central-1:111122223333:build/web:25",
			"project": "web",
			"started_at": "2025-01-01T00:00:00Z",
		},
		{
			"id": "arn:aws:codebuild:eu-central-1:111122223333:build/web:26",
			"project": "web",
			"started_at": "2026-05-30T00:00:00Z",
		},
		{
			"id": "arn:aws:codebuild:eu-central-1:111122223333:build/old:25",
			"project": "old",
			"started_at": "2025-01-01T00:00:00Z",
		},
		{
			"id": "arn:aws:codebuild:eu-central-1:111122223333:build/edge:26",
			"project": "edge",
			"started_at": "2026-03-03T00:00:00Z",
		},
		{
			"id": "arn:aws:codebuild:eu-central-1:111122223333:build/late:26",
			"project": "late",
			"started_at": "2026-03-02T23:59:59Z",
		},
	],
}

run := {"as_of": "2026-06-01T00:00:00Z"}

test_passes_when_built_lately if {
	project_used.pass
		with input as golden
		with data.params as params
		with data.resources as resources
		with data.run as run
	count(project_used.fail) == 0
		with input as golden
		with data.params as params
		with data.resources as resources
		with data.run as run
}

test_passes_at_the_limit if {
	resource := object.union(golden, {"name": "edge"})
	project_used.pass
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
	count(project_used.fail) == 0
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
}

test_fails_just_beyond if {
	resource := object.union(golden, {"name": "late"})
	project_used.fail == {"it was not built for 90 days"}
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
	not project_used.pass
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
}

test_fails_when_old if {
	resource := object.union(golden, {"name": "old"})
	project_used.fail == {"it was not built for 90 days"}
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
	not project_used.pass
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
}

test_fails_when_never_built if {
	resource := object.union(golden, {"name": "new"})
	project_used.fail == {"it was never built"}
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
	not project_used.pass
		with input as resource
		with data.params as params
		with data.resources as resources
		with data.run as run
}
