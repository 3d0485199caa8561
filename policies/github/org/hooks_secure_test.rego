package github.org.hooks_secure_test

import rego.v1

import data.github.org.hooks_secure

golden := {
	"id": "acme/hooks/1",
	"kind": "github.org.webhook",
	"source": "acme",
	"url": "https://hooks.example.com/in",
	"active": true,
	"insecure_ssl": false,
	"content_type": "json",
	"secret_set": true,
	"events": ["push"],
}

test_passes_when_secure if {
	hooks_secure.pass with input as golden
	count(hooks_secure.fail) == 0 with input as golden
	count(hooks_secure.not_applicable) == 0 with input as golden
}

test_fails_over_http if {
	resource := object.union(golden, {"url": "http://hooks.example.com/in"})
	hooks_secure.fail == {"the address is not https"} with input as resource
	not hooks_secure.pass with input as resource
	count(hooks_secure.not_applicable) == 0 with input as resource
}

test_fails_without_a_check if {
	resource := object.union(golden, {"insecure_ssl": true})
	hooks_secure.fail == {"the certificate is not checked"} with input as resource
	not hooks_secure.pass with input as resource
	count(hooks_secure.not_applicable) == 0 with input as resource
}

test_fails_without_a_secret if {
	resource := object.union(golden, {"secret_set": false})
	hooks_secure.fail == {"no secret is set"} with input as resource
	not hooks_secure.pass with input as resource
	count(hooks_secure.not_applicable) == 0 with input as resource
}

test_not_applicable_when_not_active if {
	resource := object.union(golden, {"active": false, "url": "http://hooks.example.com/in"})
	hooks_secure.not_applicable == {"the webhook is not active"} with input as resource
	not hooks_secure.pass with input as resource
	count(hooks_secure.fail) == 0 with input as resource
}
