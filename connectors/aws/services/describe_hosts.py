"""Asks botocore's endpoint rules for the host of a service in every region, and writes the answer as a pattern per
partition with its exceptions."""
from collections import Counter

from botocore.exceptions import EndpointProviderError

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-eusc")
WAYS = {"plain": (False, False), "fips": (True, False), "dual": (False, True), "fips_dual": (True, True)}
ACCOUNT = "123456789012"


def chosen(data):
    return [p for p in data["partitions"] if p["id"] in PARTITIONS]


def regions(partition):
    return sorted(region for region in partition["regions"] if not region.endswith("-global"))


def partitions(data):
    """All regions of each partition, and the region of services that have one endpoint for all."""
    return {p["id"]: {"regions": regions(p), "global": p["outputs"]["implicitGlobalRegion"]} for p in chosen(data)}


def hosts(rules, data, endpoints, prefix):
    """For each partition and way: {"host": pattern, "sign": region if it is not the one asked, "except": {region: …}};
    and "lacking": regions in which the service is known not to be."""
    there = {p["partition"]: p["services"].get(prefix, {}) for p in endpoints["partitions"]}
    found = {}
    for partition in chosen(data):
        said = {way: pattern(rules, partition, *flags) for way, flags in WAYS.items()}
        said = {way: answer for way, answer in said.items() if answer}
        service = there.get(partition["id"], {})
        known = set(service.get("endpoints", {}))
        if known & set(regions(partition)) and service.get("isRegionalized", True):
            if lacking := sorted(set(regions(partition)) - known):
                said["lacking"] = lacking
        found[partition["id"]] = said
    return found


def pattern(rules, partition, fips, dual):
    answers = {region: answer(rules, region, fips, dual) for region in regions(partition)}
    general = Counter(general_of(region, a) for region, a in answers.items() if a).most_common(1)
    if not general:
        return None
    (host, sign), _ = general[0]
    said = {"host": host} | ({"sign": sign} if sign else {})
    odd = {}
    for region, a in answers.items():
        if a is None:
            odd[region] = None
        elif (a[0], a[1]) != (host.replace("{region}", region), sign or region):
            odd[region] = {"host": a[0]} | ({"sign": a[1]} if a[1] != region else {})
    return said | ({"except": odd} if odd else {})


def general_of(region, answered):
    host, sign = answered
    return host.replace(region, "{region}"), "" if sign == region else sign


def answer(rules, region, fips, dual):
    """Host and region to sign for, or None where the rules have no endpoint."""
    said = {"Region": region, "UseFIPS": fips, "UseDualStack": dual, "AccountId": ACCOUNT, "RequiresAccountId": True}
    known = rules.ruleset.parameters
    try:
        found = rules.resolve_endpoint(**{name: value for name, value in said.items() if name in known})
    except EndpointProviderError:
        return None
    scheme = next(iter(found.properties.get("authSchemes", [])), {})
    return found.url.removeprefix("https://").replace(ACCOUNT, "{account}"), scheme.get("signingRegion", region)
