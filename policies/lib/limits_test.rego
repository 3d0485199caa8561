package lib.limits_test

import rego.v1

import data.lib.limits

said(condition) := "open" if {
	limits.open({"Condition": condition})
} else := "unclear" if {
	limits.unclear({"Condition": condition})
} else := "held"

cases := [
	["open", {}],
	["held", {"Bool": {"aws:MultiFactorAuthPresent": ["true"]}}],
	# Requests with a key of long standing send no such word, and IfExists lets them pass.
	["open", {"BoolIfExists": {"aws:MultiFactorAuthPresent": ["true"]}}],
	["open", {"Bool": {"aws:MultiFactorAuthPresent": ["false"]}}],
	["held", {"NumericLessThan": {"aws:MultiFactorAuthAge": ["3600"]}}],
	["held", {"Null": {"aws:MultiFactorAuthAge": ["false"]}}],
	["unclear", {"Null": {"aws:TokenIssueTime": ["false"]}}],
	["held", {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}],
	["open", {"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}],
	["open", {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}],
	["unclear", {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}],
	["open", {"StringLike": {"aws:userid": ["*"]}}],
	["held", {"StringEquals": {"aws:username": ["alice"]}}],
	["unclear", {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:*"]}}],
	["held", {"StringEquals": {"aws:SourceVpce": ["vpce-1"]}}],
	["held", {"StringEquals": {"aws:PrincipalTag/team": ["platform"]}}],
	["open", {"StringLike": {"aws:PrincipalTag/team": ["*"]}}],
	["unclear", {"StringEquals": {"aws:ResourceTag/owner": ["${aws:username}"]}}],
	["held", {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}],
	["held", {"ForAnyValue:StringEquals": {"aws:CalledVia": ["cloudformation.amazonaws.com"]}}],
	["open", {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}],
	["open", {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}],
	["open", {"Bool": {"aws:SecureTransport": ["true"]}}],
	["unclear", {"DateLessThan": {"aws:CurrentTime": ["2020-01-01T00:00:00Z"]}}],
	# One condition that holds is enough, since all must be met.
	["held", {"Bool": {"aws:MultiFactorAuthPresent": ["true"]}, "StringLike": {"aws:userid": ["*"]}}],
	["unclear", {"DateLessThan": {"aws:CurrentTime": ["2020-01-01T00:00:00Z"]}, "StringLike": {"aws:userid": ["*"]}}],
]

differing(words) := [[case[0], said(case[1]), case[1]] |
	some case in cases
	case[0] in words
	said(case[1]) != case[0]
]

test_understood_conditions_hold_or_do_not if differing({"held", "open"}) == []

test_what_is_not_understood_is_unclear if differing({"unclear"}) == []
