package aws.waf.web_acl_has_rules_test

import rego.v1

import data.aws.waf.web_acl_has_rules

golden := {
	"id": "arn:aws:waf::111122223333:webacl/1",
	"kind": "aws.waf.web_acl",
	"source": "111122223333",
	"rules": [{"rule_id": "1", "type": "GROUP"}],
}

test_passes_with_one if {
	web_acl_has_rules.pass with input as golden
	count(web_acl_has_rules.fail) == 0 with input as golden
}

test_fails_without if {
	resource := object.union(golden, {"rules": []})
	web_acl_has_rules.fail == {"it has neither a rule nor a rule group"} with input as resource
	not web_acl_has_rules.pass with input as resource
}
