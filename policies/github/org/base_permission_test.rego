package github.org.base_permission_test

import rego.v1

import data.github.org.base_permission

golden := {
	"id": "acme",
	"kind": "github.org.organization",
	"source": "acme",
	"default_repository_permission": "read",
}

test_passes_with_read if {
	base_permission.pass with input as golden
	count(base_permission.fail) == 0 with input as golden
}

test_passes_with_none if {
	resource := object.union(golden, {"default_repository_permission": "none"})
	base_permission.pass with input as resource
	count(base_permission.fail) == 0 with input as resource
}

test_fails_with_write if {
	resource := object.union(golden, {"default_repository_permission": "write"})
	base_permission.fail == {"every member may write every repository"} with input as resource
	not base_permission.pass with input as resource
}

test_fails_with_admin if {
	resource := object.union(golden, {"default_repository_permission": "admin"})
	base_permission.fail == {"every member may admin every repository"} with input as resource
	not base_permission.pass with input as resource
}
