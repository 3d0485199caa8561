#!/usr/bin/env python3
"""Holds a run of assize against a run of Prowler: the same moto server, seeded by fixtures/seed/wide.py, one after the other.

usage: $ASSIZE_TEST_TOOLS/aws/bin/python benches/peer.py ASSIZE --prowler PROGRAM [--copies N] [--delay-ms N] [--rounds N]
           [--json FILE] [--keep FOLDER] [--only ours|theirs]
       benches/peer.py --compare FOLDER [--json FILE]       compares again what --keep left; --plan also prints the plan of calls
       benches/peer.py --table [--check]                    writes the table of differences into policies/peers/README.md

It prints what both cost and, by check, where outcomes are equal. It ends with 1 if a difference has no row in
benches/peer/differences.toml. Both are asked for SOC 2 and NIS2 in two regions, without retries. It needs moto and boto3
(tests/servers/up installs them) and Prowler 5.46, reaches nothing beyond the loopback, and leaves no server behind.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benches")]

from peer import compare, measure, plan, table  # noqa: E402
from peer.wide import CREDENTIALS, REGIONS, Estate  # noqa: E402


def run_ours(program, folder, url):
    """One sealed run of ours; what it cost. The report goes to ours.out, the bundle to bundle.zip."""
    folder.mkdir(parents=True, exist_ok=True)
    quoted = ", ".join(f'"{region}"' for region in REGIONS)
    (folder / "assize.toml").write_text(
        f'[[source]]\nconnector = "aws"\nendpoint = "{url}"\nregion = "{REGIONS[0]}"\nregions = [{quoted}]\nimds = false\n\n'
        "[network]\nattempts = 1\n",
        "utf8",
    )
    environment = {**CREDENTIALS, "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [program, "key", "generate", "--no-password", "--output", "key"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    command = [program, "run", "--framework", "soc2", "--framework", "nis2", "--key", "key", "--output", "bundle.zip", "--format", "json"]
    cost = measure.run(command, folder, environment, url, folder.parent / "ours")
    coverage = subprocess.run(
        [program, "policy", "coverage", "--against", "prowler", "--format", "json"],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    (folder.parent / "coverage.json").write_bytes(coverage)
    bundle = folder / "bundle.zip"
    if not bundle.exists():
        sys.exit("error: our run made no bundle:\n" + (folder.parent / "ours.err").read_text("utf8")[-2000:])
    return {**cost, "output_bytes": bundle.stat().st_size}


def run_theirs(program, folder, url):
    """One run of Prowler; what it cost. Its table goes to theirs.csv."""
    (folder / "out").mkdir(parents=True, exist_ok=True)
    environment = {
        **CREDENTIALS,
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "AWS_DEFAULT_REGION": REGIONS[0],
        "AWS_ENDPOINT_URL": url,
    }
    command = [
        program,
        "aws",
        "--compliance",
        "soc2_aws",
        "nis2_aws",
        "--scan-unused-services",
        "--aws-retries-max-attempts",
        "0",
        "--region",
        *REGIONS,
        "--output-formats",
        "csv",
        "json-ocsf",
        "--no-banner",
        "--ignore-exit-code-3",
        "--output-directory",
        str(folder / "out"),
    ]
    cost = measure.run(command, folder, environment, url, folder.parent / "theirs")
    made = sorted((folder / "out").glob("*.csv"))
    if not made:
        sys.exit("error: Prowler wrote no table:\n" + (folder.parent / "theirs.out").read_text("utf8", "replace")[-2000:])
    shutil.copy(made[-1], folder.parent / "theirs.csv")
    return {**cost, "output_bytes": measure.size(folder / "out")}


def measured(args, folder):
    """Starts the estate and runs both."""
    estate = Estate(folder, args.copies, args.delay_ms)
    try:
        costs = {"estate": estate.counts, "delay_ms": args.delay_ms}
        print(f"estate: {estate.counts['resources']} resources of {estate.counts['services']} services", flush=True)
        for number in range(args.rounds):
            if args.only != "theirs":
                costs.setdefault("ours", []).append(run_ours(args.program, folder / f"ours-{number}", estate.url))
            if args.only != "ours":
                costs.setdefault("theirs", []).append(run_theirs(args.prowler, folder / f"theirs-{number}", estate.url))
        return costs
    finally:
        estate.close()


def say_costs(costs):
    """What both cost, one line a run."""
    print(f"{'':8} {'wall s':>8} {'CPU s':>8} {'largest MiB':>12} {'tree MiB':>9} {'requests':>9} {'output MB':>10}")
    for who in ("ours", "theirs"):
        for one in costs.get(who, []):
            print(
                f"{who:8} {one['wall_s']:8.1f} {one['cpu_s']:8.1f} {one['largest_mib']:12.0f} {one['tree_mib']:9.0f} {one['requests']:9} "
                f"{one['output_bytes'] / 1e6:10.1f}"
            )


def say_comparison(folder, told):
    """The table by check; True if every difference has a row."""
    rows = table.rows()
    found, odd, unexplained, uses = compare.compare(folder / "ours.out", folder / "coverage.json", folder / "theirs.csv", rows)
    head = ("compared", "equal", "different", "not_applicable", "only_ours", "only_theirs")
    print(f"\n{'check':82}" + "".join(f"{name:>15}" for name in head) + "  ours/theirs")
    total = {name: 0 for name in head}
    for check, counts in sorted(found.items()):
        total = {name: total[name] + counts[name] for name in head}
        if any(counts[name] for name in head):
            kinds = ", ".join(f"{n} × {name}" for name, n in sorted(counts.items()) if "/" in name)
            print(f"{check:82}" + "".join(f"{counts[name]:15}" for name in head) + f"  {kinds}")
    silent = sum(not any(counts[name] for name in head) for counts in found.values())
    print(f"{'together':82}" + "".join(f"{total[name]:15}" for name in head) + f"  ({silent} checks without a resource)")
    for what, count in sorted(uses.items()):
        print(f"explained {count:5}: {what}")
    for pair in unexplained[:200]:
        print(f"NOT EXPLAINED {pair.check} {pair.resource}: ours {pair.mine} ({pair.my_words}), theirs {pair.his} ({pair.his_words})")
    told |= {
        "together": total,
        "checks": found,
        "differences": [pair.said() for pair in odd],
        "explained": uses,
        "unexplained": [pair.said() for pair in unexplained],
    }
    return not unexplained


def main():
    """Reads the arguments; runs, compares, tells."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("program", nargs="?")
    ask.add_argument("--prowler")
    ask.add_argument("--copies", type=int, default=3)
    ask.add_argument("--delay-ms", type=int, default=0)
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--only", choices=["ours", "theirs"])
    ask.add_argument("--json")
    ask.add_argument("--keep", type=pathlib.Path)
    ask.add_argument("--compare", type=pathlib.Path)
    ask.add_argument("--plan", action="store_true")
    ask.add_argument("--table", action="store_true")
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    if args.table:
        sys.exit(table.write(args.check))
    told, good = {}, True
    with tempfile.TemporaryDirectory(prefix="assize-peer-") as name:
        folder = args.compare or args.keep or pathlib.Path(name)
        if not args.compare:
            if not args.program or not (args.prowler or args.only == "ours"):
                ask.error("name the built program, and Prowler's by --prowler")
            args.program = str(pathlib.Path(args.program).resolve())
            folder.mkdir(parents=True, exist_ok=True)
            told = measured(args, folder.resolve())
            say_costs(told)
        if args.plan:
            bundle = sorted(folder.glob("ours-*/bundle.zip"))[-1]
            print(plan.say(plan.calls(bundle), len(REGIONS)))
        if not args.only:
            good = say_comparison(folder, told)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps(told, indent=1), "utf8")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
