#!/usr/bin/env python3
"""Measures a whole run over many resources: CPU seconds and peak memory of `assize evaluate`, from recorded replies to
findings, and of sealing and replaying the bundle.

usage: benches/whole_run.py [RESOURCES]      (default 50,000; wants target/release/assize, or ASSIZE=PROGRAM)

The recording is made here from the IAM part of fixtures/acme: its users, given new names, in pages of 1,000, and a
credential report with a row for each. The peak is that of the largest single process, as the system counts it;
`together` is the largest sum over the program and the child that evaluates (proportional set sizes: a page that both
hold is counted once), looked at 20 times a second.
"""
import base64
import hashlib
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = 1000


def between(text, start, end):
    """Text before, inside and after the first pair of marks."""
    head, rest = text.split(start, 1)
    inside, tail = rest.split(end, 1)
    return head + start, inside, end + tail


def renamed(member, number):
    """A user of acme under a name of its own."""
    name = re.search(r"<UserName>(.*?)</UserName>", member)[1]
    return member.replace(f"user/{name}<", f"user/u{number}<").replace(f"<UserName>{name}<", f"<UserName>u{number}<")


def sweep(exchange, count):
    """The sweep in pages, with `count` users; groups, roles and policies on the first page."""
    head, inside, tail = between(exchange["reply"]["body"]["text"], "<UserDetailList>", "</UserDetailList>")
    users = re.findall(r"<member><Path>/</Path><UserName>.*?</member>(?=<member><Path>/</Path><UserName>|$)", inside, re.S)
    for first in range(0, count, PAGE):
        numbers = range(first, min(first + PAGE, count))
        body = "".join(renamed(users[n % len(users)], n) for n in numbers)
        page = json.loads(json.dumps(exchange))
        if first:
            page["id"] = f"{first:020x}-1"
            page["request"]["body"]["text"] += f"&Marker=m{first}"
            empty = re.sub(r"<(GroupDetailList|RoleDetailList|Policies)>.*?</\1>", r"<\1/>", tail, flags=re.S)
        else:
            empty = tail
        more = numbers[-1] + 1 < count
        said = f"<IsTruncated>{str(more).lower()}</IsTruncated>" + (f"<Marker>m{numbers[-1] + 1}</Marker>" if more else "")
        empty = re.sub(r"<IsTruncated>.*?</IsTruncated>|<IsTruncated/>", said, empty)
        page["reply"]["body"] = {"text": head + body + empty}
        yield page


def report(text, count):
    """The credential report with a row for each user."""
    head, inside, tail = between(text, "<Content>", "</Content>")
    header, root, *rows = base64.b64decode(inside).decode("utf8").strip().split("\n")
    out = [header, root]
    for number in range(count):
        cells = rows[number % len(rows)].split(",")
        cells[0], cells[1] = f"u{number}", f"arn:aws:iam::123456789012:user/u{number}"
        out.append(",".join(cells))
    return head + base64.b64encode("\n".join(out).encode("utf8")).decode("ascii") + tail


def make(folder, count):
    """Writes the recording."""
    lines = []
    for line in (ROOT / "fixtures/acme/exchanges.jsonl").read_text("utf8").splitlines():
        exchange = json.loads(line)
        operation = exchange["operation"]
        if operation == "iam:GetAccountAuthorizationDetails":
            lines += sweep(exchange, count)
            continue
        if operation == "iam:GetCredentialReport":
            exchange["reply"]["body"]["text"] = report(exchange["reply"]["body"]["text"], count)
        if operation == "iam:GetAccountSummary":
            text = exchange["reply"]["body"]["text"]
            exchange["reply"]["body"]["text"] = re.sub(r"(<key>Users</key><value>)\d+", rf"\g<1>{count}", text)
        if operation.startswith(("iam:", "sts:")):
            lines.append(exchange)
    (folder / "bodies").mkdir(parents=True)
    for exchange in lines:
        # Long bodies lie beside the list, as a live run leaves them.
        reply = exchange["reply"]
        body = reply.get("body", {}).get("text", "").encode("utf8")
        if len(body) > 100_000:
            digest = hashlib.sha256(body).hexdigest()
            (folder / "bodies" / digest).write_bytes(body)
            reply["body"] = {"sha256": digest, "size": len(body)}
    (folder / "exchanges.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf8")
    run = json.loads((ROOT / "fixtures/acme/run.json").read_text("utf8"))
    run["sources"] = [source for source in run["sources"] if source["connector"] == "aws"]
    (folder / "run.json").write_text(json.dumps(run), "utf8")


def held(pid):
    """What a process and its children hold, as the system tells it (Linux); pages that several share are told in parts."""
    told = set()
    try:
        told.add(pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                told |= held(int(child))
    except OSError:
        pass  # It ended meanwhile.
    return told


def resident(pid):
    """Bytes of a process and its children, now. A child that was just made still is its parent's memory: counted once."""
    return sum(int(size) * 1024 for told in held(pid) for size in re.findall(r"^Pss: +(\d+) kB$", told, re.M))


def measure(label, *command, good=(0, 1, 3)):
    """Runs a command and prints what it cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    together = 0
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(["/usr/bin/time", "-f", "%M", *command], stdout=out, stderr=err)
        while process.poll() is None:
            together = max(together, resident(process.pid))
            time.sleep(0.05)
        out.seek(0), err.seek(0)
        told, said = out.read(), err.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in good:
        raise SystemExit(f"{label}: exit code {process.returncode}\n{said}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = int(said.strip().splitlines()[-1]) / 1024
    print(f"{label:24} {cpu:7.2f} CPU s   {peak:6.0f} MiB peak   {together / 2**20:6.0f} MiB together", flush=True)
    return told


def policies(program):
    """Flags for all IAM policies but those that ask for more for each user, which the recording does not hold."""
    listed = json.loads(subprocess.run([program, "policy", "list", "--format", "json"], check=True, capture_output=True).stdout)
    for policy in listed:
        if policy["id"].startswith("aws.iam.") and "services_last_used" not in json.dumps(policy["needs"]):
            yield from ("--select", policy["id"])


def main():
    """Makes the recording and measures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    program = os.environ.get("ASSIZE", str(ROOT / "target/release/assize"))
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        make(work / "recording", count)
        key, bundle = work / "k", work / "b.zip"
        subprocess.run([program, "key", "generate", "--no-password", "--output", key], check=True, capture_output=True)
        judge = (program, "evaluate", work / "recording", *policies(program))
        told = measure("evaluate", *judge)
        print(told.strip().splitlines()[-1])
        if len(sys.argv) > 2:
            return
        measure("evaluate and seal", *judge, "--key", key, "--output", bundle)
        measure("verify", program, "verify", bundle, "--key", f"{key}.pub")
        measure("verify and replay", program, "verify", bundle, "--key", f"{key}.pub", "--replay")


main()
