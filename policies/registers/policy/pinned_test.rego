package registers.policy.pinned_test

import rego.v1

import data.registers.policy.pinned

golden := {
	"id": "pinned-1",
	"kind": "registers.policy.document",
	"source": "registers",
	"attachments": [
		{
			"path": "files/a.pdf",
			"sha256": "0000000000000000000000000000000000000000000000000000000000000000",
			"size": 1,
			"pinned": true,
		},
	],
}

test_passes_when_pinned if {
	pinned.pass with input as golden
	count(pinned.fail) == 0 with input as golden
}

test_fails_without_text if {
	resource := object.union(golden, {"attachments": []})
	pinned.fail == {"no text is attached"} with input as resource
	not pinned.pass with input as resource
}

test_fails_without_digest if {
	resource := object.union(golden, {
		"attachments": [
			{
				"path": "files/b.pdf",
				"sha256": "0000000000000000000000000000000000000000000000000000000000000000",
				"size": 1,
				"pinned": false,
			},
		],
	})
	pinned.fail == {"files/b.pdf is attached without its digest"} with input as resource
	not pinned.pass with input as resource
}
