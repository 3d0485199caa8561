package aws.iam.ci_trust_scoped_test

import rego.v1

import data.aws.iam.ci_trust_scoped

golden := {
	"id": "arn:aws:iam::111122223333:role/deploy",
	"kind": "aws.iam.role",
	"source": "111122223333",
	"trust_policy": {
		"Statement": [
			{
				"Effect": "Allow",
				"Action": ["sts:AssumeRoleWithWebIdentity"],
				"Principal": {
					"Federated": [
						"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
					],
				},
				"Condition": {
					"StringEquals": {
						"token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
						"token.actions.githubusercontent.com:sub": ["repo:acme/app:environment:production"],
					},
				},
			},
		],
	},
}

provider := {"Federated": ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]}

audience := {"token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"]}

any_of_acme := {
	"token.actions.githubusercontent.com:sub": ["repo:acme/app:ref:refs/heads/main", "repo:acme/*"],
}

all_of_app := {"token.actions.githubusercontent.com:sub": ["repo:acme/app:*"]}

base := {"Effect": "Allow", "Action": ["sts:AssumeRoleWithWebIdentity"], "Principal": provider}

bare := {"trust_policy": {"Statement": [base]}}

wide := object.union(base, {"Condition": {"StringEquals": audience, "StringLike": any_of_acme}})

narrow := object.union(base, {"Condition": {"StringEquals": audience, "StringLike": all_of_app}})

vacuous := object.union(base, {"Condition": {"StringEquals": audience, "ForAllValues:StringLike": all_of_app}})

gitlab := {"Federated": ["arn:aws:iam::111122223333:oidc-provider/gitlab.com"]}

for_gitlab := {
	"gitlab.com:aud": ["https://gitlab.com"],
	"gitlab.com:sub": ["project_path:acme/team/app:ref_type:branch:ref:main"],
}

with_gitlab := {"Effect": "Allow", "Principal": gitlab, "Condition": {"StringEquals": for_gitlab}}

service := {
	"Effect": "Allow",
	"Action": ["sts:AssumeRole"],
	"Principal": {"Service": ["ec2.amazonaws.com"]},
}

test_passes_with_one_environment if {
	ci_trust_scoped.pass with input as golden
	count(ci_trust_scoped.fail) == 0 with input as golden
	count(ci_trust_scoped.not_applicable) == 0 with input as golden
}

test_passes_with_one_repository if {
	resource := object.union(golden, {"trust_policy": {"Statement": [narrow]}})
	ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.fail) == 0 with input as resource
	count(ci_trust_scoped.not_applicable) == 0 with input as resource
}

test_passes_with_one_project if {
	resource := object.union(golden, {"trust_policy": {"Statement": [with_gitlab]}})
	ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.fail) == 0 with input as resource
	count(ci_trust_scoped.not_applicable) == 0 with input as resource
}

test_fails_without_conditions if {
	resource := bare
	ci_trust_scoped.fail == {"token.actions.githubusercontent.com is trusted without a condition on the audience", "token.actions.githubusercontent.com is trusted without a condition on the subject"}
		with input as resource
	not ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.not_applicable) == 0 with input as resource
}

test_fails_with_all_of_an_owner if {
	resource := object.union(golden, {"trust_policy": {"Statement": [wide]}})
	ci_trust_scoped.fail == {"the subject repo:acme/* names no single repository or project"}
		with input as resource
	not ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.not_applicable) == 0 with input as resource
}

test_fails_with_a_condition_that_an_absent_claim_meets if {
	resource := object.union(golden, {"trust_policy": {"Statement": [narrow, vacuous]}})
	ci_trust_scoped.fail == {"token.actions.githubusercontent.com is trusted without a condition on the subject"}
		with input as resource
	not ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.not_applicable) == 0 with input as resource
}

test_not_applicable_for_other_roles if {
	resource := object.union(golden, {"trust_policy": {"Statement": [service]}})
	ci_trust_scoped.not_applicable == {"the role is not for CI"} with input as resource
	not ci_trust_scoped.pass with input as resource
	count(ci_trust_scoped.fail) == 0 with input as resource
}
