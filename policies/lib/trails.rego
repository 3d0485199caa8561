# What CloudTrail trails record, from their event selectors. A trail has classic selectors or advanced ones. A `way` is
# "read" or "write".
package lib.trails

import rego.v1

# The trail records management events of one way, whatever the service. Services that classic and advanced selectors can
# leave out by name (KMS, the RDS Data API) are not looked at.
records_management(trail, way) if {
	some selector in trail.event_selectors
	selector.include_management_events == true
	selector.read_write_type in classic[way]
}

records_management(trail, way) if {
	some selector in trail.advanced_event_selectors
	asks_for(selector, "eventCategory", "Management")
	admits(selector, "readOnly", read_only[way])
	speaks_only_of(selector, {"eventCategory", "readOnly", "eventSource"})
	count([rule | some rule in rules_of(selector, "eventSource"); not excludes(rule)]) == 0
}

# The trail records what happens to the objects of all buckets, one way.
records_all_objects(trail, way) if {
	some selector in trail.event_selectors
	selector.read_write_type in classic[way]
	some resource in selector.data_resources
	resource.type == "AWS::S3::Object"
	some value in resource.values
	regex.match(`^arn:aws[a-z-]*:s3(:::([*]/[*])?)?$`, value)
}

records_all_objects(trail, way) if {
	some selector in trail.advanced_event_selectors
	asks_for(selector, "eventCategory", "Data")
	asks_for(selector, "resources.type", "AWS::S3::Object")
	admits(selector, "readOnly", read_only[way])
	speaks_only_of(selector, {"eventCategory", "resources.type", "readOnly"})
}

classic := {"read": {"All", "ReadOnly"}, "write": {"All", "WriteOnly"}}

read_only := {"read": "true", "write": "false"}

# An advanced selector takes events whose field has this value, because it names the field.
asks_for(selector, field, value) if {
	count(rules_of(selector, field)) > 0
	admits(selector, field, value)
}

# It does so, or does not care.
admits(selector, field, value) if count([rule | some rule in rules_of(selector, field); refuses(rule, value)]) == 0

rules_of(selector, field) := [rule | some rule in selector.field_selectors; rule.field == field]

speaks_only_of(selector, fields) if count([rule | some rule in selector.field_selectors; not rule.field in fields]) == 0

# The rule only leaves things out.
excludes(rule) if {
	is_array(rule.not_equals)
	count(object.keys(rule) - {"field", "not_equals"}) == 0
}

refuses(rule, value) if {
	is_array(rule.equals)
	not value in rule.equals
}

refuses(rule, value) if value in rule.not_equals

refuses(rule, value) if {
	is_array(rule.starts_with)
	not strings.any_prefix_match(value, rule.starts_with)
}

refuses(rule, value) if strings.any_prefix_match(value, rule.not_starts_with)

refuses(rule, value) if {
	is_array(rule.ends_with)
	not strings.any_suffix_match(value, rule.ends_with)
}

refuses(rule, value) if strings.any_suffix_match(value, rule.not_ends_with)
