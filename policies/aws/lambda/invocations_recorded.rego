# METADATA
# title: Calls of functions are recorded by CloudTrail
# description: >-
#   Who called a function is a data event, which a trail records only if it was told to. Without it
#   a misused function leaves no name. A trail counts if it is on and records calls of this function
#   in its region.
# custom:
#   kind: aws.lambda.function
#   needs:
#     - region
#     - aws.cloudtrail.trail/is_logging
#     - aws.cloudtrail.trail/is_multi_region
#     - aws.cloudtrail.trail/home_region
#     - aws.cloudtrail.trail/event_selectors
#     - aws.cloudtrail.trail/advanced_event_selectors
#   severity: low
#   requirements:
#     soc2: [CC7.2, CC7.3]
#     nis2: [art.21.2.b, ir.3.2.1, ir.3.2.3.c]
#     iso27001: [A.8.15]
#   equivalent:
#     prowler: [awslambda_function_invoke_api_operations_cloudtrail_logging_enabled]
#   remediation: >-
#     Add data events of AWS::Lambda::Function to the event selectors of a trail.
package aws.lambda.invocations_recorded

import rego.v1

trails := [trail | some trail in data.resources["aws.cloudtrail.trail"]; trail.is_logging == true]

here(trail) if trail.is_multi_region == true

here(trail) if trail.home_region == input.region

recorded if {
	some trail in trails
	here(trail)
	some selector in trail.event_selectors
	selector.read_write_type != "ReadOnly"
	some resource in selector.data_resources
	resource.type == "AWS::Lambda::Function"
	some value in resource.values
	value in {input.id, concat(":", array.slice(split(input.id, ":"), 0, 3))}
}

recorded if {
	some trail in trails
	here(trail)
	some selector in trail.advanced_event_selectors
	some rule in selector.field_selectors
	rule.field == "resources.type"
	"AWS::Lambda::Function" in rule.equals
	count([other | some other in selector.field_selectors; not admits(other)]) == 0
}

# A call writes: CloudTrail has it with readOnly false.
admits(rule) if rule.field in {"eventCategory", "resources.type"}

admits(rule) if {
	rule.field == "readOnly"
	rule.equals == ["false"]
}

admits(rule) if {
	rule.field == "eventName"
	"Invoke" in rule.equals
}

admits(rule) if {
	rule.field == "resources.ARN"
	input.id in rule.equals
}

admits(rule) if {
	rule.field == "resources.ARN"
	strings.any_prefix_match(input.id, rule.starts_with)
}

pass if {
	is_string(input.region)
	recorded
}

fail contains "calls are recorded by no trail" if {
	is_string(input.region)
	not recorded
}
