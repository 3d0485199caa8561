# What rules of security groups and lists let in, and which routes lead to the internet.
package lib.network

import rego.v1

# Ranges that are the internet, or half of it: two halves open as much as the whole does.
world := {"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "::/1", "8000::/1", "2000::/3"}

# The ranges of a rule that are the internet.
open_to(rule) := union({
	{range.cidr_ip | some range in rule.ip_ranges; range.cidr_ip in world},
	{range.cidr_ipv6 | some range in rule.ipv6_ranges; range.cidr_ipv6 in world},
})

# The rule speaks of every port of a protocol. Port 0 is no port that anything listens on.
all_ports(rule) if rule.ip_protocol == "-1"

all_ports(rule) if {
	rule.ip_protocol in {"tcp", "udp"}
	rule.from_port <= 1
	rule.to_port == 65535
}

# The rule lets TCP through to a port.
reaches(rule, _) if rule.ip_protocol == "-1"

reaches(rule, port) if {
	rule.ip_protocol == "tcp"
	rule.from_port <= port
	rule.to_port >= port
}

# What a list of rules opens to the internet, of a table {port: service}. A rule for all ports is
# said once and not for each of them.
opened(rules, services) := everything_of(rules) | some_of(rules, services)

everything_of(rules) := {text |
	some rule in rules
	all_ports(rule)
	some source in open_to(rule)
	text := sprintf("all ports (%s) are open to %s", [rule.ip_protocol, source])
}

some_of(rules, services) := {text |
	some rule in rules
	not all_ports(rule)
	some source in open_to(rule)
	some port, service in services
	reaches(rule, to_number(port))
	text := sprintf("%s (TCP %s) is open to %s", [service, port, source])
}

# The rule opens something to the internet that is not a set of allowed ports of TCP and UDP.
beyond(rule, _) if {
	count(open_to(rule)) > 0
	rule.ip_protocol == "-1"
}

beyond(rule, allowed) if {
	count(open_to(rule)) > 0
	rule.ip_protocol in {"tcp", "udp"}
	within := {port | some port in allowed; port >= rule.from_port; port <= rule.to_port}
	count(within) <= rule.to_port - rule.from_port
}

# The ports of a rule in words.
ports(rule) := "all traffic" if rule.ip_protocol == "-1"

ports(rule) := rule.ip_protocol if not rule.ip_protocol in {"-1", "tcp", "udp"}

ports(rule) := sprintf("%s %d", [rule.ip_protocol, rule.from_port]) if {
	rule.ip_protocol in {"tcp", "udp"}
	rule.from_port == rule.to_port
}

ports(rule) := sprintf("%s %d-%d", [rule.ip_protocol, rule.from_port, rule.to_port]) if {
	rule.ip_protocol in {"tcp", "udp"}
	rule.from_port != rule.to_port
}

# The destinations for which a route leads to an internet gateway. Egress-only gateways let nothing in.
to_internet(routes) := {destination |
	some route in routes
	startswith(route.gateway_id, "igw-")
	some key in ["destination_cidr_block", "destination_ipv6_cidr_block"]
	destination := route[key]
	destination in world
}

# A network of IPv4 that is on the public internet (not in the ranges of RFC 6890 for other uses).
public(cidr) if count([range | some range in reserved; net.cidr_contains(range, cidr)]) == 0

reserved := [
	"0.0.0.0/8",
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"172.16.0.0/12",
	"192.0.0.0/24",
	"192.0.2.0/24",
	"192.168.0.0/16",
	"198.18.0.0/15",
	"198.51.100.0/24",
	"203.0.113.0/24",
	"240.0.0.0/4",
]
