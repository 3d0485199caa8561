# METADATA
# title: Roles for CI trust one repository or project, not all
# description: >-
#   The tokens of GitHub and GitLab are signed for every customer alike, so the conditions on
#   audience and subject are all that keeps others out. A wildcard in the owner or the repository
#   lets code that nobody here reviewed take the role.
# custom:
#   kind: aws.iam.role
#   needs: [trust_policy]
#   severity: high
#   requirements:
#     soc2: [CC6.1, CC6.3]
#     nis2: [art.21.2.i, art.21.2.e, ir.11.2.2.a, ir.6.2.2.c]
#     iso27001: [A.8.2, A.8.4]
#   remediation: >-
#     In the trust policy require the provider's aud (sts.amazonaws.com) and a sub such as
#     repo:acme/app:environment:production, under StringEquals where possible.
package aws.iam.ci_trust_scoped

import rego.v1

import data.lib.statements

# The names under which the two providers sign: the part of the provider's ARN after oidc-provider/.
issuer(principal) := name if {
	name := split(principal, ":oidc-provider/")[1]
	regex.match(`(^token\.actions\.githubusercontent\.com|gitlab)`, name)
}

# The statements that trust such a provider, each with the provider's name.
trusting := [{"issuer": name, "statement": statement} |
	some statement in statements.allowing(input.trust_policy)
	some principal in statement.Principal.Federated
	name := issuer(principal)
]

# The values that the statement demands of one claim. Other operators (ForAllValues, IfExists) let a
# token without the claim in.
demanded(trust, claim) := {value |
	some operator in ["StringEquals", "StringLike"]
	some key, values in trust.statement.Condition[operator]
	lower(key) == lower(concat(":", [trust.issuer, claim]))
	some value in values
}

# GitHub: repo:owner/name:… GitLab: project_path:group/project:… No wildcard in what names the code.
names_code(subject) if regex.match(`^(repo|project_path):[^*?:/]+(/[^*?:/]+)+(:.*)?$`, subject)

wrong contains sprintf("%s is trusted without a condition on the audience", [trust.issuer]) if {
	some trust in trusting
	count(demanded(trust, "aud")) == 0
}

wrong contains sprintf("%s is trusted without a condition on the subject", [trust.issuer]) if {
	some trust in trusting
	count(demanded(trust, "sub")) == 0
}

wrong contains sprintf("the subject %s names no single repository or project", [subject]) if {
	some trust in trusting
	some subject in demanded(trust, "sub")
	not names_code(subject)
}

not_applicable contains "the role is not for CI" if {
	is_array(input.trust_policy.Statement)
	count(trusting) == 0
}

pass if {
	count(trusting) > 0
	count(wrong) == 0
}

fail contains reason if some reason in wrong
