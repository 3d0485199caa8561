# METADATA
# title: Each asset is classified and was looked at within a year
# description: >-
#   What an asset is worth decides what protects it. A level on each asset, compared with
#   reality, is where every other measure starts.
# custom:
#   kind: registers.asset.asset
#   needs: [type, classification, reviewed_at, disposed_at]
#   severity: medium
#   requirements:
#     soc2: [CC2.1, CC6.1, C1.1]
#     nis2: [art.21.2.i, ir.12.1.1, ir.12.1.2.b, ir.12.4.1]
#     iso27001: [A.5.9, A.5.12]
#   params: {max_age_days: 365}
#   remediation: >-
#     Give the asset a level, compare the entry with reality, and enter reviewed_at.
package registers.asset.classified

import rego.v1

import data.lib.days

in_use if input.disposed_at == null

not_applicable contains "it was disposed of" if is_string(input.disposed_at)

pass if {
	in_use
	is_string(input.type)
	is_string(input.classification)
	days.within(input.reviewed_at, data.run.as_of, data.params.max_age_days)
}

fail contains sprintf("the %s has no level of classification", [input.type]) if {
	in_use
	input.classification == null
}

fail contains "it was never compared with reality" if {
	in_use
	input.reviewed_at == null
}

fail contains sprintf("it was last compared with reality on %s", [input.reviewed_at]) if {
	in_use
	days.beyond(input.reviewed_at, data.run.as_of, data.params.max_age_days)
}
