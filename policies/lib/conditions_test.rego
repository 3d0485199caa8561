# Operators and keys, one condition at a time; whole documents are in access_test.rego.
package lib.conditions_test

import rego.v1

import data.lib.conditions

verdicts(condition) := conditions.verdicts({"Action": ["s3:GetObject"], "Condition": condition})

test_no_condition_says_nothing if conditions.verdicts({"Action": ["s3:GetObject"]}) == set()

test_each_condition_has_a_verdict if {
	verdicts({
		"StringEquals": {"aws:SourceVpc": ["vpc-1"], "aws:PrincipalTag/a": ["b"]},
		"StringLike": {"acme:Key": ["x"]},
	}) == {"held", "open", "unclear"}
}

test_ties_are_told_in_small_letters if {
	conditions.ties({"Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-1"]}, "Bool": {"aws:SecureTransport": ["true"]}}}) == [
		{"key": "aws:sourcevpc", "values": ["vpc-1"]},
	]
}

test_a_list_without_values_is_no_tie if verdicts({"StringEquals": {"aws:SourceVpc": []}}) == {"open"}

test_numbers_may_be_accounts if verdicts({"NumericEquals": {"aws:SourceAccount": ["111122223333"]}}) == {"held"}

test_a_single_word_is_its_own_resource if verdicts({"ArnEquals": {"aws:SourceArn": ["acme"]}}) == {"held"}

test_variables_are_not_understood if {
	verdicts({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::${aws:PrincipalAccount}:role/x"]}}) == {"unclear"}
	verdicts({"StringEquals": {"aws:SourceVpc": ["${aws:PrincipalTag/vpc}"]}}) == {"unclear"}
	verdicts({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:user/${aws:username}"]}}) == {"held"}
}

test_endpoints_tie_only_subscribers if {
	allowing := {"Condition": {"StringEquals": {"sns:Endpoint": ["https://acme.example/in"]}}}
	conditions.verdicts(object.union(allowing, {"Action": ["sns:Subscribe"]})) == {"held"}
	conditions.verdicts(object.union(allowing, {"Action": ["sns:Subscribe", "sns:Publish"]})) == {"open"}
	conditions.verdicts(object.union(allowing, {"NotAction": ["sns:Publish"]})) == {"open"}
}

test_denials_are_turned_round if {
	conditions.escapes({"Condition": {"StringNotLike": {"aws:userid": ["AROAEXAMPLEID:*"]}}}) == {"held"}
	conditions.escapes({"Condition": {"StringNotEquals": {"aws:SourceVpc": ["vpc-1"]}, "Null": {"acme:Key": ["true"]}}}) == {"held", "unclear"}
	conditions.escapes({"Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-1"]}}}) == {"open"}
	conditions.escapes({"Condition": {"Bool": {"aws:SecureTransport": ["false"]}}}) == {"open"}
	conditions.escapes({"Condition": {"BoolIfExists": {"aws:PrincipalIsAWSService": ["false"]}}}) == {"held"}
}

test_addresses if {
	every address in ["198.51.100.7", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32"] {
		verdicts({"IpAddress": {"aws:SourceIp": [address]}}) == {"held"}
	}
	every address in ["0.0.0.0/0", "10.0.0.0/7", "::/0", "2001:db8::/31"] {
		verdicts({"IpAddress": {"aws:SourceIp": [address]}}) == {"open"}
	}
}

test_quantifiers_and_null if {
	verdicts({"ForAllValues:StringEquals": {"aws:SourceVpc": ["vpc-1"]}}) == {"open"}
	verdicts({"ForAllValues:StringEquals": {"aws:SourceVpc": ["vpc-1"]}, "Null": {"aws:SourceVpc": ["false"]}}) == {"held", "open"}
	verdicts({"StringEqualsIfExists": {"kms:CallerAccount": ["111122223333"]}}) == {"held"}
}

test_one_key_of_each_sort if {
	every pair in [
		["aws:PrincipalAccount", "${aws:ResourceAccount}"],
		["aws:ResourceAccount", "${aws:PrincipalAccount}"],
		["aws:SourceArn", "arn:aws:s3:::*"],
		["aws:PrincipalOrgPaths", "o-1/r-1/*"],
		["aws:SourceArn", "arn:aws:s3:::acme"],
		["aws:PrincipalServiceName", "s3.amazonaws.com"],
	] {
		verdicts({"StringEquals": {pair[0]: [pair[1]]}}) == {"held"}
	}
	verdicts({"Bool": {"elasticfilesystem:AccessedViaMountTarget": ["true"]}}) == {"held"}
}
