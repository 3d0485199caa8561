package lib.trails_test

import rego.v1

import data.lib.trails

classic(selector) := {"event_selectors": [selector], "advanced_event_selectors": []}

advanced(rules) := {"event_selectors": [], "advanced_event_selectors": [{"name": "any", "field_selectors": rules}]}

management := {"field": "eventCategory", "equals": ["Management"]}

data_of_objects := [
	{"field": "eventCategory", "equals": ["Data"]},
	{"field": "resources.type", "equals": ["AWS::S3::Object"]},
]

# What each trail records of management events: [reads, writes].
management_cases := [
	[classic({"read_write_type": "All", "include_management_events": true}), [true, true]],
	[classic({"read_write_type": "ReadOnly", "include_management_events": true}), [true, false]],
	[classic({"read_write_type": "WriteOnly", "include_management_events": true}), [false, true]],
	[classic({"read_write_type": "All", "include_management_events": false}), [false, false]],
	[advanced([management]), [true, true]],
	[advanced([management, {"field": "readOnly", "equals": ["true"]}]), [true, false]],
	[advanced([management, {"field": "readOnly", "not_equals": ["true"]}]), [false, true]],
	[advanced([management, {"field": "eventSource", "not_equals": ["kms.amazonaws.com"]}]), [true, true]],
	[advanced([management, {"field": "eventSource", "equals": ["kms.amazonaws.com"]}]), [false, false]],
	[advanced([management, {"field": "eventName", "equals": ["RunInstances"]}]), [false, false]],
	[advanced(data_of_objects), [false, false]],
]

test_management_events if {
	wrong := [case |
		some case in management_cases
		case[1] != [recorded(case[0], "read"), recorded(case[0], "write")]
	]
	wrong == []
}

recorded(trail, way) := count([1 | trails.records_management(trail, way)]) > 0

objects(values) := classic({
	"read_write_type": "All",
	"include_management_events": false,
	"data_resources": [{"type": "AWS::S3::Object", "values": values}],
})

object_cases := [
	[objects(["arn:aws:s3"]), true],
	[objects(["arn:aws-us-gov:s3:::"]), true],
	[objects(["arn:aws:s3:::acme-data/"]), false],
	[classic({"read_write_type": "All", "include_management_events": true, "data_resources": []}), false],
	[advanced(data_of_objects), true],
	[advanced(array.concat(data_of_objects, [{"field": "resources.ARN", "starts_with": ["arn:aws:s3:::acme-data/"]}])), false],
	[advanced(array.concat(data_of_objects, [{"field": "readOnly", "equals": ["false"]}])), false],
	[advanced([{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.type", "starts_with": ["AWS::S3"]}]), true],
	[advanced([{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.type", "not_starts_with": ["AWS::S3"]}]), false],
	[advanced([{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.type", "ends_with": ["Table"]}]), false],
	[advanced([{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.type", "not_ends_with": ["Object"]}]), false],
	[advanced([management]), false],
]

test_reads_of_all_objects if {
	wrong := [case |
		some case in object_cases
		got := count([1 | trails.records_all_objects(case[0], "read")]) > 0
		got != case[1]
	]
	wrong == []
}
