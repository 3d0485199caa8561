package aws.codebuild.buildspec_controlled_test

import rego.v1

import data.aws.codebuild.buildspec_controlled

golden := {
	"id": "arn:aws:codebuild:eu-central-1:111122223333:project/web",
	"kind": "aws.codebuild.project",
	"source": "111122223333",
	"source_code": {"type": "GITHUB", "buildspec": "version: 0.2\nphases: {}\n"},
}

test_passes_in_the_project if {
	buildspec_controlled.pass with input as golden
	count(buildspec_controlled.fail) == 0 with input as golden
}

test_passes_in_a_bucket if {
	resource := object.union(golden, {
		"source_code": {
			"type": "GITHUB",
			"buildspec": "arn:aws:s3:::acme/buildspec.yml",
		},
	})
	buildspec_controlled.pass with input as resource
	count(buildspec_controlled.fail) == 0 with input as resource
}

test_passes_without_a_source if {
	resource := object.union(object.remove(golden, ["source_code"]), {"source_code": {"type": "NO_SOURCE"}})
	buildspec_controlled.pass with input as resource
	count(buildspec_controlled.fail) == 0 with input as resource
}

test_fails_with_a_file if {
	resource := object.union(golden, {"source_code": {"type": "GITHUB", "buildspec": "ci/build.yaml"}})
	buildspec_controlled.fail == {"it is ci/build.yaml of the source"} with input as resource
	not buildspec_controlled.pass with input as resource
}

test_fails_when_none_is_named if {
	resource := object.union(object.remove(golden, ["source_code"]), {"source_code": {"type": "GITHUB"}})
	buildspec_controlled.fail == {"it is buildspec.yml of the source"} with input as resource
	not buildspec_controlled.pass with input as resource
}
