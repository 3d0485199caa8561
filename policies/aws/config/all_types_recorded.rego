# METADATA
# title: AWS Config records all types of resources
# description: >-
#   A recorder for a few types leaves the others without history. All types should be recorded, or
#   the exceptions should be few and known: they go into the parameter approved_exclusions.
# custom:
#   kind: aws.config.region
#   needs: [recorders]
#   severity: low
#   requirements:
#     soc2: [CC7.1, CC2.1]
#     nis2: [art.21.2.e, ir.6.3.1, ir.12.4.1]
#     iso27001: [A.8.9]
#   params: {approved_exclusions: []}
#   remediation: >-
#     Run aws configservice put-configuration-recorder with allSupported=true; list types that are
#     left out on purpose in approved_exclusions.
package aws.config.all_types_recorded

import rego.v1

not_applicable contains "the region has no recorder" if count(input.recorders) == 0

left_out(recorder) := {type | some type in recorder.recording_group.exclusion_by_resource_types.resource_types}

whole(recorder) if recorder.recording_group.all_supported == true

whole(recorder) if {
	recorder.recording_group.recording_strategy.use_only == "EXCLUSION_BY_RESOURCE_TYPES"
	count(left_out(recorder) - {type | some type in data.params.approved_exclusions}) == 0
}

partial := [recorder.name | some recorder in input.recorders; not whole(recorder)]

pass if {
	count(input.recorders) > 0
	count(partial) == 0
}

fail contains sprintf("the recorder %s leaves out types that are not approved", [name]) if some name in partial
