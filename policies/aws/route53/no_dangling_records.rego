# METADATA
# title: Records point only at addresses and buckets that are ours
# description: >-
#   A record that still names an address or a bucket that was given back hands the name to whoever
#   gets it next, with the cookies and the trust that go with it. Public addresses that are not of
#   this account, of other accounts or providers, are to be listed in known_networks.
# custom:
#   kind: aws.route53.hosted_zone
#   needs:
#     - records
#     - aws.ec2.address/public_ip
#     - aws.ec2.network_interface/public_ip
#     - aws.s3.bucket/name
#   severity: high
#   requirements:
#     soc2: [CC6.6, CC7.1]
#     nis2: [art.21.2.e, ir.6.7.2.l, ir.6.7.2.b]
#     iso27001: [A.8.20, A.8.9]
#   params: {known_networks: []}
#   equivalent:
#     prowler: [route53_dangling_ip_subdomain_takeover]
#   remediation: >-
#     Delete the record, or list the network of the address in known_networks if somebody else keeps
#     it for you.
package aws.route53.no_dangling_records

import rego.v1

import data.lib.network

addresses contains address.public_ip if some address in data.resources["aws.ec2.address"]

addresses contains interface.public_ip if some interface in data.resources["aws.ec2.network_interface"]

buckets := {bucket.name | some bucket in data.resources["aws.s3.bucket"]}

foreign(address) if {
	regex.match(`^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$`, address)
	network.public(concat("", [address, "/32"]))
	not address in addresses
	count([known | some known in data.params.known_networks; net.cidr_contains(known, address)]) == 0
}

dangling contains sprintf("%s leads to %s, which is no address of the account", [record.name, entry.value]) if {
	some record in input.records
	record.type == "A"
	some entry in record.resource_records
	foreign(entry.value)
}

dangling contains reason if {
	some record in input.records
	record.type == "CNAME"
	some entry in record.resource_records
	host := lower(entry.value)
	regex.match(`[.]s3-website[.-][a-z0-9-]+[.]amazonaws[.]com[.]?$`, host)
	bucket := regex.replace(host, `[.]s3-website[.-][a-z0-9-]+[.]amazonaws[.]com[.]?$`, "")
	not bucket in buckets
	reason := sprintf("%s leads to the website of the bucket %s, which is not in the account", [record.name, bucket])
}

pass if {
	is_array(input.records)
	count(dangling) == 0
}

fail contains reason if some reason in dangling
