# Questions that several policies ask of entries of registers. Moments are RFC 3339 strings.
package lib.registers

import rego.v1

import data.lib.days

# The entry has no end, or its end lies ahead.
current(entry, _) if entry.expires_at == null

current(entry, now) if days.ahead(entry.expires_at, now)

# It happened no later than it was due.
in_time(moment, due) if days.elapsed(moment, due) >= 0

late(moment, due) if days.elapsed(moment, due) < 0

# The person has not left yet.
works_here(person, _) if person.left_at == null

works_here(person, now) if days.ahead(person.left_at, now)
