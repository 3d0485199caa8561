#!/usr/bin/env python3
"""Collects and judges many accounts of one organisation on moto, with and without throttled replies.

usage: benches/accounts.py ASSIZE [--accounts N] [--regions N] [--every N] [--select GLOB]… [--users]

It prints the time and the peak memory (resident, of the largest process) of both runs, and ends with an error if
throttling every Nth reply changes a finding. The time is moto's, not ours: moto answers one request at a time.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request

# The regions that every account has from its first day.
REGIONS = """us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 ap-south-1
ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 sa-east-1""".split()

ROOT = pathlib.Path(__file__).resolve().parent.parent
OWN = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin"}


def post(url, service, body, headers, key="test"):
    """One POST to moto."""
    scope = f"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=none"
    request = urllib.request.Request(url, body.encode(), {"authorization": scope, **headers})
    with urllib.request.urlopen(request, timeout=60) as reply:
        return reply.read().decode()


def organization(moto, action, body):
    """One call of AWS Organizations."""
    headers = {"x-amz-target": f"AWSOrganizationsV20161128.{action}", "content-type": "application/x-amz-json-1.1"}
    return json.loads(post(moto, "organizations", json.dumps(body), headers) or "{}")


def seed(moto, accounts, users):
    """Makes the accounts, each with a user if `users`: moto then loads 1,400 managed policies for each, which takes seconds."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    organization(moto, "CreateOrganization", {"FeatureSet": "ALL"})
    for n in range(accounts):
        made = organization(moto, "CreateAccount", {"AccountName": f"a{n}", "Email": "a@example.com"})
        if not users:
            continue
        account = made["CreateAccountStatus"]["AccountId"]
        role = f"arn:aws:iam::{account}:role/seed"
        told = post(moto, "sts", f"Action=AssumeRole&Version=2011-06-15&RoleSessionName=seed&RoleArn={role}", form)
        key = re.search("<AccessKeyId>(.*?)<", told).group(1)
        post(moto, "iam", f"Action=CreateUser&Version=2010-05-08&UserName=user-{n}", form, key)


def run(program, folder, select):
    """One run; returns its findings, seconds and the peak of all children so far in MiB."""
    started = time.monotonic()
    flags = [flag for one in select for flag in ("--select", one)]
    done = subprocess.run([program, "run", "--format", "json", "--all", *flags], cwd=folder, env=OWN, capture_output=True)
    seconds = time.monotonic() - started
    if done.returncode == 2:
        sys.exit(done.stderr.decode())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    report = json.loads(done.stdout)
    findings = sorted((f["source"], str(f.get("resource")), f["policy"], f["outcome"]) for f in report["findings"])
    return findings, seconds, peak, done.stderr.decode().strip().splitlines()[0]


def main():
    """Starts, seeds, runs twice, compares."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("program")
    ask.add_argument("--accounts", type=int, default=200)
    ask.add_argument("--regions", type=int, default=1, help="how many of the 17 regions that need no opt-in")
    ask.add_argument("--every", type=int, default=10)
    ask.add_argument("--select", action="append")
    ask.add_argument("--users", action="store_true", help="a user in each account; for --select 'aws.iam.user*'")
    args = ask.parse_args()
    program = str(pathlib.Path(args.program).resolve())
    # Without users nobody asks for the managed policies, and loading them takes moto seconds for each account.
    managed = {} if args.users else {"MOTO_IAM_LOAD_MANAGED_POLICIES": "false"}
    estate = subprocess.Popen(
        [str(ROOT / "tests/servers/estate"), "--empty"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **managed}
    )
    with tempfile.TemporaryDirectory() as folder:
        try:
            told = json.loads(estate.stdout.readline())
            seed(told["moto"], args.accounts, args.users)
            text = '[[source]]\nconnector = "aws"\nregion = "us-east-1"\nimds = false\norganization = true\nrole_name = "assize"\n'
            text += f"regions = {json.dumps(REGIONS[: args.regions])}\n"
            (pathlib.Path(folder) / "assize.toml").write_text(f'{text}endpoint = "{told["proxy"]}"\n', "utf8")
            plain, seconds, peak, said = run(program, folder, args.select or ["aws.s3.*"])
            print(f"{args.accounts} accounts, {args.regions} regions: {len(plain)} findings, {seconds:.1f} s, peak {peak:.0f} MiB; {said}")
            rules = json.dumps({"faults": [{"match": "", "every": args.every, "kind": "throttle"}]}).encode()
            put = urllib.request.Request(told["proxy"] + "/_proxy/rules", rules, method="PUT")
            urllib.request.urlopen(put, timeout=30).read()
            throttled, seconds, peak, said = run(program, folder, args.select or ["aws.s3.*"])
            print(f"every {args.every}th reply throttled: {len(throttled)} findings, {seconds:.1f} s, peak {peak:.0f} MiB; {said}")
        finally:
            estate.stdin.close()
            estate.wait()
    if plain != throttled:
        lost = [one for one in plain if one not in throttled][:5]
        sys.exit(f"error: throttling changed findings, such as {lost}")


if __name__ == "__main__":
    main()
