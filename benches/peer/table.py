"""The list of differences, and the table that is made of it for people.

It must never be edited in the table: differences.toml is the source.
"""

import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIST = pathlib.Path(__file__).resolve().parent / "differences.toml"
README = ROOT / "policies/peers/README.md"
BEGIN, END = "<!-- made by benches/peer.py --table from benches/peer/differences.toml -->\n", "<!-- end -->\n"
KEYS, OPTIONAL = {"checks", "ours", "theirs", "what", "right"}, {"because", "ours_because"}


def rows():
    """The rows, each with `checks` (patterns), `ours` and `theirs` (outcomes), `because` and `ours_because` (optional:
    regular expressions over their words and ours), `what` (the difference) and `right` (who is right, and the source)."""
    found = tomllib.loads(LIST.read_text("utf8"))["difference"]
    for row in found:
        if set(row) - KEYS - OPTIONAL or KEYS - set(row):
            raise SystemExit(f"error: {LIST.name}: a row has the keys {sorted(row)}")
    return found


def made():
    """The table as Markdown."""
    lines = ["| checks | ours / theirs | difference | who is right |", "| --- | --- | --- | --- |"]
    for row in rows():
        checks = ", ".join(f"`{check}`" for check in row["checks"])
        outcomes = f"{', '.join(row['ours'])} / {', '.join(row['theirs'])}"
        lines.append(f"| {checks} | {outcomes} | {row['what']} | {row['right']} |")
    return "\n".join(lines) + "\n"


def write(check):
    """Puts the table into the README between its marks, or says by 1 that it is stale."""
    text = README.read_text("utf8")
    before, rest = text.split(BEGIN)
    after = rest.split(END, 1)[1]
    fresh = before + BEGIN + made() + END + after
    if check:
        return 0 if fresh == text else f"error: {README} is stale; run benches/peer.py --table"
    README.write_text(fresh, "utf8")
    return 0
