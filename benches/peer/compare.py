"""Compares what two programs found, by resource and check. README.md beside `../peer.py` states the rule.

It must never drop a pair without counting it.
"""

import csv
import fnmatch
import json
import re
from collections import Counter, defaultdict

ORDER = ["fail", "unknown", "pass", "not_applicable"]
THEIRS = ["FAIL", "MANUAL", "PASS"]
SAME = {("fail", "FAIL"), ("pass", "PASS")}


def plain(uid):
    """An id without what the two programs write differently."""
    uid = re.sub(r":\*$", "", uid)  # a log group
    uid = uid.replace("::apis/", "::/apis/")  # an HTTP interface
    return uid.replace("arn:aws:neptune:", "arn:aws:rds:")  # Neptune has the ARNs of RDS


class Ours:
    """Our findings: the outcome and the words by policy and id, the kind by policy."""

    def __init__(self, report):
        self.found, self.words, self.kinds = defaultdict(dict), defaultdict(list), {}
        for finding in report["findings"]:
            policy, uid = finding["policy"], plain(finding.get("resource") or "")
            self.kinds[policy] = finding["kind"]
            before = self.found[policy].get(uid)
            self.found[policy][uid] = worst([before, finding["outcome"]]) if before else finding["outcome"]
            self.words[(policy, uid)] += finding.get("messages", [])

    def whole(self, policy):
        """What the policy's kind stands for: 'region', 'account' or ''."""
        last = self.kinds.get(policy, "").rsplit(".", 1)[-1]
        return {"region": "region", "account": "account", "contacts": "account"}.get(last, "")

    def places(self, policy, uid, region):
        """Our ids that one of their findings is compared with.

        Of a kind that stands for a region or an account it is that. Else it is the same id; or the ids that are parts of
        theirs (the access keys of a user), or the one that theirs is a part of.
        """
        known, whole = self.found.get(policy, {}), self.whole(policy)
        if whole == "account":
            return set(known)
        if whole == "region":
            return {one for one in known if one.endswith(f"/{region}")}
        if uid in known:
            return {uid}
        parts = {one for one in known if one.startswith((uid + "/", uid + ":"))}
        return parts or {one for one in known if one and uid.startswith((one + "/", one + ":"))}


def worst(outcomes, order=None):
    """The outcome that stands for several."""
    return min(outcomes, key=(order or ORDER).index)


def theirs(path):
    """Their findings: {check: [(id, region, status, words)]}."""
    found = defaultdict(list)
    with open(path, encoding="utf8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            found[row["CHECK_ID"]].append((plain(row["RESOURCE_UID"]), row["REGION"], row["STATUS"], row["STATUS_EXTENDED"]))
    return found


class Pair:
    """One resource and one check: our outcome, theirs, and both words."""

    def __init__(self, check, resource):
        self.check, self.resource, self.asked, self.said_by_them = check, resource, set(), []

    def judge(self, mine, failed):
        """Settles both outcomes. `failed`: what of ours they fail by any check that the same policy answers."""
        self.his = worst([status for status, _ in self.said_by_them], THEIRS)
        self.his_words = next(words for status, words in self.said_by_them if status == self.his)
        self.mine = worst([mine.found[policy][one] for policy, one in self.asked]) if self.asked else None
        self.my_words = "; ".join(words for ask in sorted(self.asked) for words in mine.words[ask])
        merged = (
            self.mine == "fail" and self.his == "PASS" and any(ask in failed for ask in self.asked if mine.found[ask[0]][ask[1]] == "fail")
        )
        self.state = (
            "only_theirs"
            if self.mine is None
            else (
                "equal"
                if (self.mine, self.his) in SAME or merged
                else "not_applicable" if (self.mine, self.his) == ("not_applicable", "PASS") else "different"
            )
        )
        return self

    def said(self):
        """As JSON."""
        return {
            "check": self.check,
            "resource": self.resource,
            "ours": self.mine,
            "theirs": self.his,
            "ours_because": self.my_words,
            "theirs_because": self.his_words,
        }


def pairs(checks, mine, others):
    """All pairs of resource and check that they evaluated, and how many of ours they did not."""
    made, failed, seen, only = {}, set(), set(), Counter()
    for check, policies in checks.items():
        for uid, region, status, words in others.get(check, []):
            asked = {(policy, one) for policy in policies for one in mine.places(policy, uid, region)}
            ids = {one for _, one in asked}
            key = next(iter(ids)) if len(ids) == 1 else uid
            pair = made.setdefault((check, key), Pair(check, key))
            pair.asked |= asked
            pair.said_by_them.append((status, words))
            seen |= {(check, *ask) for ask in asked}
            if status == "FAIL":
                failed |= asked
    for check, policies in checks.items():
        for policy in policies:
            only[check] += sum(
                bool(one) and outcome != "not_applicable" and (check, policy, one) not in seen
                for one, outcome in mine.found.get(policy, {}).items()
            )
    return [pair.judge(mine, failed) for pair in made.values()], only


def explained(pair, rows):
    """The row of the list of differences that explains a pair, or None."""
    for row in rows:
        if (
            any(fnmatch.fnmatchcase(pair.check, check) for check in row["checks"])
            and (pair.mine or "nothing") in row["ours"]
            and pair.his in row["theirs"]
            and re.search(row.get("because", ""), pair.his_words)
            and re.search(row.get("ours_because", ""), pair.my_words)
        ):
            return row
    return None


def compare(report_path, coverage_path, csv_path, rows):
    """The comparison by check, the pairs that are not equal, those that no row explains, and how often each row did."""
    with open(report_path, encoding="utf8") as text:
        mine = Ours(json.load(text))
    with open(coverage_path, encoding="utf8") as text:
        checks = {row["check"]: row["policies"] for row in json.load(text)["rows"] if row.get("policies")}
    made, only = pairs(checks, mine, theirs(csv_path))
    table = {check: Counter(only_ours=only[check]) for check in checks}
    odd, uses, open_ones = [], Counter(), []
    for pair in made:
        table[pair.check][pair.state] += 1
        if pair.state == "equal":
            continue
        if pair.state == "different":
            table[pair.check][f"{pair.mine}/{pair.his}"] += 1
        odd.append(pair)
        row = explained(pair, rows)
        if row:
            uses[row["what"]] += 1
        else:
            open_ones.append(pair)
    for counts in table.values():
        counts["compared"] = counts["equal"] + counts["different"]
    return table, odd, open_ones, uses
