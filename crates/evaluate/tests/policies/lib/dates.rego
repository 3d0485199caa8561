# Helpers for moments and durations in whole days.
package lib.dates

import rego.v1

day_ns := ((24 * 60) * 60) * 1000000000

# Whole days from `moment` to the moment of the run.
age_days(moment) := floor((time.parse_rfc3339_ns(data.run.as_of) - time.parse_rfc3339_ns(moment)) / day_ns)
