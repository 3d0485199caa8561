#!/usr/bin/env python3
"""Makes two nights of a big estate and measures what the second adds to a store.

usage: benches/nights.py [USERS [BUCKETS [CHANGED-PERCENT]]]      (default 5000 1000 1; wants target/release/assize, or
ASSIZE=PROGRAM; KEEP=DIR keeps the bundles)

Both nights are made from fixtures/acme: its users and buckets under new names. Between the nights every time, `Date` and
request id is another (random, in each service's own form), and CHANGED percent of the users and of the buckets have
changed. Everything else is the same, as it is between two nights of a real estate.
"""
import base64
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = 500
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EXCHANGES = [json.loads(line) for line in (ROOT / "fixtures/acme/exchanges.jsonl").read_text("utf8").splitlines()]


def renamed(member, number, changed):
    """A user of acme under a name of its own, with ids of its own; changed: was active today."""
    name = re.search(r"<UserName>(.*?)</UserName>", member)[1]
    own = random.Random(f"user {number}")
    member = member.replace(f"user/{name}<", f"user/u{number}<").replace(f"<UserName>{name}<", f"<UserName>u{number}<")
    member = re.sub(r"<UserId>.*?</UserId>", f"<UserId>AIDA{''.join(own.choices(LETTERS, k=16))}</UserId>", member)
    moment = f"{own.randint(2019, 2025)}-{own.randint(1, 12):02}-{own.randint(1, 28):02}T{own.randint(0, 23):02}:{own.randint(0, 59):02}:{own.randint(0, 59):02}Z"
    if changed:
        moment = "2026-11-25T23:00:00Z"
    return re.sub(r"<CreateDate>.*?</CreateDate>", f"<CreateDate>{moment}</CreateDate>", member)


def pages(exchange, users, changed):
    """The sweep over all users, in pages."""
    body = exchange["reply"]["body"]["text"]
    head, rest = body.split("<UserDetailList>", 1)
    inside, tail = rest.split("</UserDetailList>", 1)
    head, tail = head + "<UserDetailList>", "</UserDetailList>" + tail
    members = re.findall(r"<member><Path>/</Path><UserName>.*?</member>(?=<member><Path>/</Path><UserName>|$)", inside, re.S)
    for first in range(0, users, PAGE):
        numbers = range(first, min(first + PAGE, users))
        page = json.loads(json.dumps(exchange))
        end = tail
        if first:
            page["id"] = hashlib.sha256(f"page {first}".encode()).hexdigest()[:20] + "-1"
            page["request"]["body"]["text"] += f"&Marker=m{first}"
            end = re.sub(r"<(GroupDetailList|RoleDetailList|Policies)>.*?</\1>", r"<\1/>", tail, flags=re.S)
        more = numbers[-1] + 1 < users
        said = f"<IsTruncated>{str(more).lower()}</IsTruncated>" + (f"<Marker>m{numbers[-1] + 1}</Marker>" if more else "")
        end = re.sub(r"<IsTruncated>.*?</IsTruncated>|<IsTruncated/>", said, end)
        text = "".join(renamed(members[n % len(members)], n, n in changed) for n in numbers)
        page["reply"]["body"] = {"text": head + text + end}
        yield page


def names_in(exchange):
    """The users of acme, in the order in which `pages` repeats them."""
    inside = exchange["reply"]["body"]["text"].split("<UserDetailList>", 1)[1].split("</UserDetailList>", 1)[0]
    return re.findall(r"<member><Path>/</Path><UserName>(.*?)</UserName>", inside)


def for_each(exchange, users):
    """What was asked of one user of acme, asked of each user that is made like it."""
    sweep = next(e for e in EXCHANGES if e["operation"] == "iam:GetAccountAuthorizationDetails")
    names = names_in(sweep)
    asked = re.search(r"user%2F([^&]+)", exchange["request"]["body"]["text"])[1]
    for number in range(users):
        if names[number % len(names)] != asked:
            continue
        copy = json.loads(json.dumps(exchange).replace(f"user%2F{asked}", f"user%2Fu{number}").replace(f"user/{asked}", f"user/u{number}"))
        copy["id"] = hashlib.sha256(f"{exchange['operation']} {number}".encode()).hexdigest()[:20] + "-1"
        yield copy


def report(text, users):
    """The credential report with a row for each user."""
    head, rest = text.split("<Content>", 1)
    inside, tail = rest.split("</Content>", 1)
    header, root, *rows = base64.b64decode(inside).decode("utf8").strip().split("\n")
    out = [header, root]
    for number in range(users):
        cells = rows[number % len(rows)].split(",")
        cells[0], cells[1] = f"u{number}", f"arn:aws:iam::123456789012:user/u{number}"
        out.append(",".join(cells))
    return f"{head}<Content>{base64.b64encode(chr(10).join(out).encode()).decode()}</Content>{tail}"


def bucket_names(count):
    """Names as people give them."""
    own = random.Random("buckets")
    words = "logs data backup assets media reports billing audit web api export archive".split()
    return sorted(f"acme-{own.choice(words)}-{own.choice(words)}-{own.randrange(16**6):06x}" for _ in range(count))


def buckets(names, changed):
    """The listing of buckets, and all that is asked of each."""
    of = {}
    for exchange in EXCHANGES:
        found = re.fullmatch(r"http://[^/]+/([a-z0-9.-]+)/\?.*", exchange["request"]["url"])
        if exchange["operation"].startswith("s3:") and found:
            of.setdefault(found[1], []).append(exchange)
        elif exchange["operation"] == "s3:ListBuckets":
            listing = json.loads(json.dumps(exchange))
    old = sorted(of)
    one = re.search(r"<Bucket>.*?</Bucket>", listing["reply"]["body"]["text"], re.S)[0]
    entry = lambda name: re.sub(r"<Name>.*?</Name>", f"<Name>{name}</Name>", one)
    text = re.sub(r"<Buckets>.*</Buckets>", lambda _: "<Buckets>" + "".join(map(entry, names)) + "</Buckets>",
                  listing["reply"]["body"]["text"], flags=re.S)
    listing["reply"]["body"] = {"text": text}
    yield listing
    for number, name in enumerate(names):
        model = old[number % len(old)]
        if number in changed:
            model = old[(number + 5) % len(old)]
        for exchange in of[model]:
            copy = json.loads(json.dumps(exchange).replace(model, name))
            copy["id"] = hashlib.sha256(copy["request"]["url"].encode()).hexdigest()[:20] + "-1"
            yield copy


def retimed(exchange, dice, moment):
    """The exchange at another moment, with a request id of its own."""
    exchange["fetched_at"] = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    reply = exchange["reply"]
    headers = reply.get("headers", {})
    if "date" in headers:
        headers["date"] = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    uuid = "-".join("".join(dice.choices("0123456789abcdef", k=n)) for n in (8, 4, 4, 4, 12))
    short = "".join(dice.choices(LETTERS, k=16))
    own = short if exchange["operation"].startswith("s3:") else uuid
    for name in headers:
        if "request-id" in name or "requestid" in name:
            headers[name] = own
    if "text" in reply.get("body", {}):
        # The body tells the id that the header tells.
        reply["body"]["text"] = re.sub(r"<(Request[Ii][Dd])>.*?</", rf"<\1>{own}</", reply["body"]["text"])
    return exchange


def make(folder, night, users, names, changed_users, changed_buckets):
    """Writes the recording of one night."""
    dice, lines = random.Random(f"night {night}"), []
    for exchange in EXCHANGES:
        exchange = json.loads(json.dumps(exchange))
        operation = exchange["operation"]
        if operation == "iam:GetAccountAuthorizationDetails":
            lines += pages(exchange, users, changed_users)
            continue
        if operation.startswith("s3:"):
            continue
        if operation == "iam:GenerateServiceLastAccessedDetails":
            lines += for_each(exchange, users)
            continue
        if operation == "iam:GetCredentialReport":
            exchange["reply"]["body"]["text"] = report(exchange["reply"]["body"]["text"], users)
        if operation == "iam:GetAccountSummary":
            text = exchange["reply"]["body"]["text"]
            exchange["reply"]["body"]["text"] = re.sub(r"(<key>Users</key><value>)\d+", rf"\g<1>{users}", text)
        lines.append(exchange)
    lines += buckets(names, changed_buckets)
    start = datetime.datetime(2026, 11, 25 + night, 1, 0, 0)
    moments = sorted(dice.random() * len(lines) / 30 for _ in lines)
    order = list(range(len(lines)))
    dice.shuffle(order)
    for at, moment in zip(order, moments):
        retimed(lines[at], dice, start + datetime.timedelta(seconds=moment))
    (folder / "bodies").mkdir(parents=True)
    for exchange in lines:
        reply = exchange["reply"]
        body = reply.get("body", {}).get("text", "").encode("utf8")
        if len(body) > 100_000:
            digest = hashlib.sha256(body).hexdigest()
            (folder / "bodies" / digest).write_bytes(body)
            reply["body"] = {"sha256": digest, "size": len(body)}
    lines.sort(key=lambda exchange: exchange["id"])
    spelled = (json.dumps(line, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n" for line in lines)
    (folder / "exchanges.jsonl").write_text("".join(spelled), "utf8")
    run = json.loads((ROOT / "fixtures/acme/run.json").read_text("utf8"))
    run["id"] = f"night-{night}"
    run["started_at"], run["finished_at"] = (f"2026-11-{25 + night}T0{h}:00:00Z" for h in (1, 2))
    (folder / "run.json").write_text(json.dumps(run), "utf8")


def said(program, *arguments):
    """What the program prints as JSON."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{arguments}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout) if done.stdout.lstrip().startswith("{") else None


def main():
    """Makes both nights, pushes them, and prints what each added."""
    users, count, percent = [int(n) for n in sys.argv[1:]] + [5000, 1000, 1][len(sys.argv) - 1:]
    program = os.environ.get("ASSIZE", str(ROOT / "target/release/assize"))
    names = bucket_names(count)
    dice = random.Random("changes")
    changed = {k: set(dice.sample(range(n), n * percent // 100)) for k, n in (("users", users), ("buckets", count))}
    keep = os.environ.get("KEEP")
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(keep or name)
        work.mkdir(exist_ok=True)
        key = work / "k"
        if not key.exists():
            said(program, "key", "generate", "--no-password", "--output", key)
        shutil.rmtree(work / "store", ignore_errors=True)
        first = None
        for night in (0, 1):
            bundle = work / f"night-{night}.assize.zip"
            if not bundle.exists():
                recording = work / f"recording-{night}"
                shutil.rmtree(recording, ignore_errors=True)
                make(recording, night, users, names, *((changed["users"], changed["buckets"]) if night else (set(), set())))
                said(program, "evaluate", recording, "--key", key, "--output", bundle, "--format", "json")
            if os.environ.get("ONLY_MAKE"):
                continue
            told = said(program, "store", "push", bundle, "--url", work / "store", "--format", "json")["pushed"][0]
            first = first or told["bytes_added"]
            print(f"night {night}: bundle {bundle.stat().st_size:,} bytes, store {told['bytes_added']:,} bytes added "
                  f"in {told['objects_added']} objects ({100 * told['bytes_added'] / first:.1f} % of the first night)")


if __name__ == "__main__":
    main()
