"""Compares what two programs found, by resource and check. README.md beside `../peer.py` states the rule.

It must never drop a pair without counting it.
"""
import csv
import fnmatch
import json
import re
from collections import Counter, defaultdict

ORDER = ["fail", "unknown", "pass", "not_applicable"]
SAME = {("fail", "FAIL"), ("pass", "PASS")}


def plain(uid):
    """An id without what the two programs write differently."""
    uid = re.sub(r":\*$", "", uid)
    return uid


def ours(report):
    """Our findings: {policy: {id: outcome}}, {policy: kind}. A finding without a resource has the id ''."""
    found, kinds = defaultdict(dict), {}
    for finding in report["findings"]:
        kinds[finding["policy"]] = finding["kind"]
        uid, outcomes = plain(finding.get("resource") or ""), found[finding["policy"]]
        outcomes[uid] = worst([outcomes[uid], finding["outcome"]]) if uid in outcomes else finding["outcome"]
    return found, kinds


def worst(outcomes):
    """The outcome that stands for several."""
    return min(outcomes, key=ORDER.index)


def theirs(path):
    """Their findings: {check: [(id, region, status, extended)]}."""
    found = defaultdict(list)
    with open(path, encoding="utf8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            found[row["CHECK_ID"]].append((plain(row["RESOURCE_UID"]), row["REGION"], row["STATUS"], row["STATUS_EXTENDED"]))
    return found


def place(kind, uid, region, known):
    """The id under which one of their findings is compared with ours, or None.

    Of a kind that stands for a region or an account it is that. Else it is the same id, or the one of ours that is a
    part of theirs, or of which theirs is a part (an access key and its user, a stage and its interface).
    """
    if kind.endswith(".region"):
        return next((one for one in known if one.endswith(f"/{region}")), None)
    if kind.rsplit(".", 1)[-1] in ("account", "contacts"):
        return next(iter(known), None)
    if uid in known:
        return uid
    return None


class Pair:
    """One resource and one check: our outcome, theirs, and the words."""

    def __init__(self, check, resource, mine, his, why):
        self.check, self.resource, self.mine, self.his, self.why = check, resource, mine, his, why

    def said(self):
        """As JSON."""
        return {"check": self.check, "resource": self.resource, "ours": self.mine, "theirs": self.his, "theirs_because": self.why}


def near(uid, known):
    """The ids of ours that are parts of a resource, or the one that it is part of."""
    parts = [one for one in known if one.startswith((uid + "/", uid + ":"))]
    return parts or [one for one in known if one and uid.startswith((one + "/", one + ":"))]


def pairs(checks, found, kinds, others):
    """All pairs of resource and check that either evaluated."""
    by_place = defaultdict(list)  # (policies, place) → their statuses, over all checks that the policies answer
    single = defaultdict(list)    # (check, place) → their findings
    lost = []
    for check, policies in checks.items():
        for uid, region, status, why in others.get(check, []):
            places = set()
            for policy in policies:
                known = found.get(policy, {})
                one = place(kinds.get(policy, ""), uid, region, known)
                places |= {one} if one else set(near(uid, known)) if not kinds.get(policy, "").endswith((".region", ".account", ".contacts")) else set()
            if not places:
                lost.append(Pair(check, uid, None, status, why))
            for one in places:
                single[(check, one)].append((status, why))
                for policy in policies:
                    by_place[(policy, one)].append(status)
    made = []
    for (check, one), said in single.items():
        mine = worst([found[policy][one] for policy in checks[check] if one in found.get(policy, {})])
        statuses = [status for status, _ in said]
        his = "FAIL" if "FAIL" in statuses else "MANUAL" if "MANUAL" in statuses else "PASS"
        merged = any("FAIL" in by_place[(policy, one)] and found.get(policy, {}).get(one) == "fail" for policy in checks[check])
        pair = Pair(check, one, mine, his, next(why for status, why in said if status == his))
        pair.equal = (mine, his) in SAME or (mine == "fail" and his == "PASS" and merged)
        made.append(pair)
    seen = {(check, one) for check, one in single}
    only = Counter()
    for check, policies in checks.items():
        for policy in policies:
            for one, outcome in found.get(policy, {}).items():
                if (check, one) not in seen and outcome != "not_applicable" and one:
                    only[check] += 1
    return made, lost, only


def explained(pair, rows):
    """The row of the list of differences that explains a pair, or None."""
    for row in rows:
        if (any(fnmatch.fnmatchcase(pair.check, check) for check in row["checks"]) and (pair.mine or "nothing") in row["ours"]
                and pair.his in row["theirs"] and re.search(row.get("because", ""), pair.why)):
            return row
    return None


def compare(report_path, coverage_path, csv_path, rows):
    """The comparison as a table by check, the differences, and those that no row explains."""
    with open(report_path, encoding="utf8") as text:
        found, kinds = ours(json.load(text))
    with open(coverage_path, encoding="utf8") as text:
        checks = {row["check"]: row["policies"] for row in json.load(text)["rows"] if row.get("policies")}
    made, lost, only = pairs(checks, found, kinds, theirs(csv_path))
    table = {check: Counter() for check in checks}
    for pair in made:
        table[pair.check]["compared"] += 1
        table[pair.check]["equal" if pair.equal else "different"] += 1
        if not pair.equal:
            table[pair.check][f"{pair.mine}/{pair.his}"] += 1
    for pair in lost:
        table[pair.check]["only_theirs"] += 1
    for check, count in only.items():
        table[check]["only_ours"] += count
    odd = [pair for pair in made if not pair.equal] + lost
    uses, open_ones = Counter(), []
    for pair in odd:
        row = explained(pair, rows)
        if row:
            uses[row["what"]] += 1
        else:
            open_ones.append(pair)
    return table, odd, open_ones, uses
