# METADATA
# title: The default branch takes changes by pull request only
# description: >-
#   A pull request is where a change is seen, tested and talked over before it counts. Without
#   that rule anyone with write access can change what is shipped, alone and unseen. Branch
#   protection and rulesets both count.
# custom:
#   kind: github.repo.repository
#   needs: [archived, empty, protection]
#   severity: high
#   requirements:
#     soc2: [CC8.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.4.1, ir.6.4.2]
#     iso27001: [A.8.32, A.8.4]
#   equivalent:
#     prowler: [repository_default_branch_protection_enabled]
#     cis: ["github-1.2:1.1.20", "github-1.2:1.1.15"]
#   remediation: >-
#     Under Settings, Rules, add an active branch ruleset for the default branch with Require a
#     pull request before merging.
package github.repo.branch_protected

import rego.v1

not_applicable contains "the repository is archived" if input.archived == true

not_applicable contains "the repository has no commits" if input.empty == true

in_use if {
	input.archived == false
	input.empty == false
}

pass if {
	in_use
	input.protection.pull_request_required == true
}

fail contains "changes reach the default branch without a pull request" if {
	in_use
	input.protection.pull_request_required == false
}

fail contains "nothing protects the default branch" if {
	in_use
	input.protection == null
}
