# METADATA
# title: PHP environments run a platform with the fixed PHP
# description: >-
#   Old branches of PHP get no more fixes, and a fixed branch helps only from the version of the
#   platform that brought it. The oldest branch and platform that count as fixed are parameters.
# custom:
#   kind: aws.elasticbeanstalk.environment
#   needs: [solution_stack, platform_arn]
#   severity: critical
#   requirements:
#     soc2: [CC7.1, CC6.8]
#     nis2: [art.21.2.e, ir.6.6.1.a, ir.6.10.2.c]
#     iso27001: [A.8.8]
#   params: {oldest_branch: "8.2.0", oldest_platform: "4.13.13", oldest_linux: 2023}
#   equivalent:
#     prowler: [elasticbeanstalk_environment_php_platform_updated]
#   remediation: >-
#     Update the environment to the newest platform version of a supported PHP branch on Amazon
#     Linux 2023.
package aws.elasticbeanstalk.php_patched

import rego.v1

text := input.solution_stack if is_string(input.solution_stack)

text := input.platform_arn if {
	input.solution_stack == null
	is_string(input.platform_arn)
}

php if regex.match(`PHP [0-9]+[.][0-9]+`, text)

branch := concat("", [trim_prefix(regex.find_n(`PHP [0-9]+[.][0-9]+`, text, 1)[0], "PHP "), ".0"])

# "… v4.13.13 running PHP 8.4", or the end of an ARN.
platform := trim_left(regex.find_n(`[ /]v?[0-9]+[.][0-9]+[.][0-9]+`, text, 1)[0], " /v")

linux := to_number(trim_prefix(regex.find_n(`Linux [0-9]{4}`, text, 1)[0], "Linux "))

not_applicable contains "it does not run PHP" if {
	is_string(text)
	not php
}

wrong contains sprintf("PHP %s is too old", [trim_suffix(branch, ".0")]) if {
	semver.compare(branch, data.params.oldest_branch) < 0
}

wrong contains sprintf("platform %s is too old", [platform]) if {
	semver.compare(platform, data.params.oldest_platform) < 0
}

fixed if linux >= data.params.oldest_linux

wrong contains "its Amazon Linux gets no fixed PHP" if {
	php
	not fixed
}

observed if count([input.solution_stack, input.platform_arn]) == 2

pass if {
	semver.is_valid(branch)
	semver.is_valid(platform)
	observed
	count(wrong) == 0
}

fail contains reason if {
	observed
	some reason in wrong
}
