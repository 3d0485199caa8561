package github.repo.force_push_blocked_test

import rego.v1

import data.github.repo.force_push_blocked

golden := {
	"id": "acme/app", "kind": "github.repo.repository", "source": "github",
	"archived": false, "protection": {"force_push_blocked": true},
}

test_blocked_passes if force_push_blocked.pass with input as golden

test_allowed_fails if {
	force_push_blocked.fail == {"force pushes are allowed"}
		with input as {"archived": false, "protection": {"force_push_blocked": false}}
}

test_unprotected_fails if {
	force_push_blocked.fail == {"nothing protects the default branch"}
		with input as {"archived": false, "protection": null}
}

test_archived_is_not_judged if {
	force_push_blocked.not_applicable == {"the repository is archived"} with input as {"archived": true, "protection": null}
}
