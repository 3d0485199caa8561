#!/usr/bin/env python3
"""Runs two nights against one moto server, changes a part of its estate between them, and measures what the second adds to a store.

usage: $ASSIZE_TEST_TOOLS/aws/bin/python benches/nights_live.py ASSIZE [--copies N] [--changed PERCENT] [--ids aws|moto]
           [--keep FOLDER]

The estate is the wide one (fixtures/seed/wide.py). All that differs between the nights is real: the server's clock and
request ids, the runs' ids and times, and what was changed: users (an inline policy), buckets (versioning), security
groups (a rule) and topics (an attribute), by turns, until PERCENT of all resources (default 1) are touched. A night without
any change is pushed last, to tell apart what changes cost and what asking costs. moto's request ids are 52 random letters,
and many of its bodies hold none or always the same: with `--ids aws` (the default) a proxy gives header and body one id in
AWS's own form. Needs moto and boto3 (tests/servers/up installs them), reaches nothing beyond the loopback, and leaves no
server behind.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import boto3

from peer import measure
from peer.wide import CREDENTIALS, REGIONS, Estate

OPEN_WITHIN = [{"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "IpRanges": [{"CidrIp": "10.20.0.0/16"}]}]
READ_ONE = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}
)


def client(url, service):
    """A client of the server itself."""
    return boto3.client(service, endpoint_url=url, region_name=REGIONS[1], aws_access_key_id="test", aws_secret_access_key="test")


def changes(url):
    """What can be changed, of the four sorts by turns."""
    iam, s3, ec2, sns = (client(url, service) for service in ("iam", "s3", "ec2", "sns"))
    sorts = [
        [
            lambda name=user["UserName"]: iam.put_user_policy(UserName=name, PolicyName="changed", PolicyDocument=READ_ONE)
            for user in iam.list_users()["Users"]
        ],
        [
            lambda name=bucket["Name"]: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
            for bucket in s3.list_buckets()["Buckets"]
        ],
        [
            lambda group=group["GroupId"]: ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=OPEN_WITHIN)
            for group in ec2.describe_security_groups()["SecurityGroups"]
        ],
        [
            lambda arn=topic["TopicArn"]: sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="changed")
            for topic in sns.list_topics()["Topics"]
        ],
    ]
    while any(sorts):
        for sort in sorts:
            if sort:
                yield sort.pop()


def run(program, folder, url, night):
    """One sealed night; returns the bundle and how many exchanges it holds."""
    quoted = ", ".join(f'"{region}"' for region in REGIONS)
    (folder / "assize.toml").write_text(
        f'[[source]]\nconnector = "aws"\nendpoint = "{url}"\nregion = "{REGIONS[0]}"\nregions = [{quoted}]\nimds = false\n\n'
        "[network]\nattempts = 1\n",
        "utf8",
    )
    bundle = folder / f"night-{night}.assize.zip"
    command = [program, "run", "--key", "key", "--output", str(bundle), "--format", "json"]
    done = subprocess.run(command, cwd=folder, env={**CREDENTIALS, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3) or not bundle.exists():
        sys.exit(f"error: night {night} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return bundle


def push(program, folder, bundle):
    """Puts a bundle into the store; returns the bytes that this added."""
    command = [program, "store", "push", str(bundle), "--url", str(folder / "store"), "--format", "json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["pushed"][0]["bytes_added"]


def main():
    """Three nights: the first, one after changes, one after none."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    ask.add_argument("--copies", type=int, default=3)
    ask.add_argument("--changed", type=float, default=1.0, metavar="PERCENT")
    ask.add_argument("--ids", choices=["aws", "moto"], default="aws")
    ask.add_argument("--keep", type=lambda path: pathlib.Path(path).resolve(), metavar="FOLDER", help="a new folder for key, bundles and store")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="assize-nights-") as name:
        folder = args.keep or pathlib.Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        estate = Estate(folder, args.copies, 0)
        try:
            if args.ids == "aws":
                measure.ask(f"{estate.url}/_proxy/rules", "PUT", {"faults": [{"kind": "ids"}]})
            count = estate.counts["resources"]
            subprocess.run([args.program, "key", "generate", "--no-password", "--output", "key"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            first = None
            for night, wanted in enumerate((0, -(-count * args.changed // 100), 0)):
                done = 0
                for change in changes(estate.url):
                    if done == wanted:
                        break
                    change()
                    done += 1
                if done < wanted:
                    sys.exit(f"error: the estate has only {done} resources that this can change, not {wanted:.0f}")
                bundle = run(args.program, folder, estate.url, night)
                added = push(args.program, folder, bundle)
                first = first or added
                print(
                    f"night {night}: {done} of {count} resources changed, bundle {os.path.getsize(bundle):,} bytes, "
                    f"store {added:,} bytes added ({100 * added / first:.1f} % of the first night)",
                    flush=True,
                )
        finally:
            estate.close()


if __name__ == "__main__":
    main()
