package lib.network_test

import rego.v1

import data.lib.network

rule(protocol, first, last, cidr) := {
	"ip_protocol": protocol,
	"from_port": first,
	"to_port": last,
	"ip_ranges": [{"cidr_ip": cidr}],
	"ipv6_ranges": [],
}

everything := {"ip_protocol": "-1", "ip_ranges": [], "ipv6_ranges": [{"cidr_ipv6": "::/0"}]}

inside := rule("tcp", 22, 22, "10.0.0.0/8")

test_the_internet_is_open_to_all_its_halves if {
	network.open_to(rule("tcp", 22, 22, "0.0.0.0/0")) == {"0.0.0.0/0"}
	network.open_to(rule("tcp", 22, 22, "128.0.0.0/1")) == {"128.0.0.0/1"}
	network.open_to(everything) == {"::/0"}
	network.open_to(inside) == set()
}

test_all_ports_need_the_last_one if {
	network.all_ports(everything)
	network.all_ports(rule("tcp", 0, 65535, "0.0.0.0/0"))
	network.all_ports(rule("udp", 1, 65535, "0.0.0.0/0"))
	not network.all_ports(rule("tcp", 2, 65535, "0.0.0.0/0"))
	not network.all_ports(rule("tcp", 0, 65534, "0.0.0.0/0"))
	not network.all_ports(rule("icmp", 0, 65535, "0.0.0.0/0"))
}

test_ports_are_reached_up_to_both_ends if {
	network.reaches(everything, 22)
	network.reaches(rule("tcp", 20, 22, "0.0.0.0/0"), 20)
	network.reaches(rule("tcp", 20, 22, "0.0.0.0/0"), 22)
	not network.reaches(rule("tcp", 20, 22, "0.0.0.0/0"), 23)
	not network.reaches(rule("udp", 20, 22, "0.0.0.0/0"), 21)
}

test_what_is_opened_is_named_by_service if {
	rules := [inside, everything, rule("tcp", 20, 22, "0.0.0.0/0")]
	network.opened(rules, {"22": "SSH", "3389": "RDP"}) == {
		"all ports (-1) are open to ::/0",
		"SSH (TCP 22) is open to 0.0.0.0/0",
	}
}

test_allowed_ports_must_fill_the_range if {
	network.beyond(everything, [22, 80])
	network.beyond(rule("tcp", 80, 81, "0.0.0.0/0"), [80, 443])
	network.beyond(rule("udp", 53, 53, "0.0.0.0/0"), [80])
	not network.beyond(rule("tcp", 80, 81, "0.0.0.0/0"), [80, 81])
	not network.beyond(rule("tcp", 8080, 8080, "10.0.0.0/8"), [80])
}

test_ports_in_words if {
	network.ports(everything) == "all traffic"
	network.ports(rule("tcp", 22, 22, "0.0.0.0/0")) == "tcp 22"
	network.ports(rule("udp", 1, 2, "0.0.0.0/0")) == "udp 1-2"
	network.ports(rule("icmp", 8, -1, "0.0.0.0/0")) == "icmp"
}

test_only_internet_gateways_lead_out_and_in if {
	routes := [
		{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local"},
		{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"},
		{"destination_ipv6_cidr_block": "::/0", "egress_only_internet_gateway_id": "eigw-1"},
		{"destination_cidr_block": "52.0.0.0/8", "gateway_id": "igw-1"},
	]
	network.to_internet(routes) == {"0.0.0.0/0"}
	network.to_internet([]) == set()
}

test_reserved_networks_are_not_public if {
	network.public("52.1.0.0/16")
	network.public("9.0.0.0/8")
	network.public("0.0.0.0/0")
	not network.public("10.1.0.0/16")
	not network.public("172.31.0.0/16")
	not network.public("100.64.0.0/10")
	network.public("172.32.0.0/16")
}
