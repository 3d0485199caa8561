"""The plan of calls: what of a run was asked once for each resource, and so has a floor. Read from the bundle itself.

It must never count what was not asked.
"""

import json
import zipfile
from collections import Counter


def calls(bundle):
    """The number of exchanges by operation."""
    found = Counter()
    with zipfile.ZipFile(bundle) as bag:
        name = next(name for name in bag.namelist() if name.endswith("data/exchanges.jsonl"))
        with bag.open(name) as lines:
            found.update(json.loads(line)["operation"] for line in lines)
    return found


def say(found, regions):
    """The plan as lines of Markdown: calls by operation that grow with the resources, by service, and the rest."""
    single, rest = {}, 0
    for operation, count in found.items():
        service, name = operation.split(":", 1)
        if count > regions:
            single.setdefault(service, []).append((count, name))
        else:
            rest += count
    lines = ["| service | calls | one for each resource |", "| --- | --- | --- |"]
    for service, ops in sorted(single.items(), key=lambda one: -sum(count for count, _ in one[1])):
        names = ", ".join(f"{name} {count}" for count, name in sorted(ops, reverse=True))
        lines.append(f"| {service} | {sum(count for count, _ in ops)} | {names} |")
    lines.append(
        f"| all | {rest} | lists, batches and what is asked once for a region or account ({len(found) - sum(map(len, single.values()))} operations) |"
    )
    return "\n".join(lines)
