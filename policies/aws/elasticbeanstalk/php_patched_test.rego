package aws.elasticbeanstalk.php_patched_test

import rego.v1

import data.aws.elasticbeanstalk.php_patched

golden := {
	"id": "arn:aws:elasticbeanstalk:eu-central-1:111122223333:environment/app/web",
	"kind": "aws.elasticbeanstalk.environment",
	"source": "111122223333",
	"solution_stack": "64bit Amazon Linux 2023 v4.13.13 running PHP 8.4",
	"platform_arn": null,
}

params := {"oldest_branch": "8.2.0", "oldest_platform": "4.13.13", "oldest_linux": 2023}

test_passes_at_the_limits if {
	resource := object.union(golden, {"solution_stack": "64bit Amazon Linux 2023 v4.13.13 running PHP 8.2"})
	php_patched.pass with input as resource with data.params as params
	count(php_patched.fail) == 0 with input as resource with data.params as params
	count(php_patched.not_applicable) == 0 with input as resource with data.params as params
}

test_passes_by_the_arn if {
	resource := object.union(golden, {
		"solution_stack": null,
		"platform_arn": "arn:aws:elasticbeanstalk:eu-central-1::platform/PHP 8.4 running on 64bit Amazon Linux 2023/4.14.0",
	})
	php_patched.pass with input as resource with data.params as params
	count(php_patched.fail) == 0 with input as resource with data.params as params
	count(php_patched.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_an_old_branch if {
	resource := object.union(golden, {"solution_stack": "64bit Amazon Linux 2023 v4.13.13 running PHP 8.1"})
	php_patched.fail == {"PHP 8.1 is too old"} with input as resource with data.params as params
	not php_patched.pass with input as resource with data.params as params
	count(php_patched.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_with_an_old_platform if {
	resource := object.union(golden, {"solution_stack": "64bit Amazon Linux 2023 v4.13.12 running PHP 8.4"})
	php_patched.fail == {"platform 4.13.12 is too old"} with input as resource with data.params as params
	not php_patched.pass with input as resource with data.params as params
	count(php_patched.not_applicable) == 0 with input as resource with data.params as params
}

test_fails_on_an_old_linux if {
	resource := object.union(golden, {"solution_stack": "64bit Amazon Linux 2 v3.9.2 running PHP 8.2"})
	php_patched.fail == {"its Amazon Linux gets no fixed PHP", "platform 3.9.2 is too old"}
		with input as resource
		with data.params as params
	not php_patched.pass with input as resource with data.params as params
	count(php_patched.not_applicable) == 0 with input as resource with data.params as params
}

test_not_applicable_for_others if {
	resource := object.union(golden, {"solution_stack": "64bit Amazon Linux 2023 v6.1.0 running Node.js 20"})
	php_patched.not_applicable == {"it does not run PHP"} with input as resource with data.params as params
	not php_patched.pass with input as resource with data.params as params
	count(php_patched.fail) == 0 with input as resource with data.params as params
}
