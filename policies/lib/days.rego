# Days between two moments. Moments are RFC 3339 strings; a day is 24 hours, so that a limit is the
# same number of seconds at any time of the year: 86,400, in nanoseconds below.
package lib.days

import rego.v1

# At most `limit` days lie between the moments. Exactly `limit` days are still within.
within(start, end, limit) if elapsed(start, end) <= limit * 86400000000000

# More than `limit` days lie between the moments: the opposite of within.
beyond(start, end, limit) if elapsed(start, end) > limit * 86400000000000

# The moment still lies ahead. One that is reached has passed.
ahead(moment, now) if elapsed(now, moment) > 0

passed(moment, now) if elapsed(now, moment) <= 0

# A null is no moment, so nothing can be said of the time since.
elapsed(start, end) := time.parse_rfc3339_ns(end) - time.parse_rfc3339_ns(start) if {
	is_string(start)
	is_string(end)
}
