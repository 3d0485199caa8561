#!/usr/bin/env python3
"""Starts a moto of one's own, seeds it with the estate `acme`, puts proxy.py before it, and serves until standard input ends.

usage: estate [--users N] [--roles N] [--buckets N] [--empty | --wide]       (the script `estate` beside this file finds Python)

It prints one line of JSON when all is ready:
  {"moto": URL, "proxy": URL, "region": R, "account": ID, "access_key_id": K, "secret_access_key": S, "counts": {...}}
and then waits. When standard input is closed (or a signal comes) it ends moto and itself: a test that dies takes its
servers along. The key is that of `assize-reader`, a user with read permissions only.
--empty seeds nothing. --wide seeds instead each kind of over fifty services, good and bad (fixtures/seed/wide.py).
"""
import argparse
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import proxy

HERE = pathlib.Path(__file__).resolve().parent
SEED = HERE.parent.parent / "fixtures/seed/aws.py"
WIDE = HERE.parent.parent / "fixtures/seed/wide.py"


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_moto(folder, port):
    """Starts moto; returns the process and the file that sets its clock."""
    clock = folder / "clock"
    clock.write_text("0", "ascii")
    # Without the second, 1,400 images of moto's own would be the account's.
    environment = {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true", "MOTO_EC2_LOAD_DEFAULT_AMIS": "false", **os.environ}
    command = [sys.executable, str(HERE / "moto_clock.py"), str(clock), "-H", "127.0.0.1", "-p", str(port)]
    with open(folder / "moto.log", "wb") as log:
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log), clock


def wait_for(url, process, folder):
    """Waits until moto answers, at most a minute."""
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/moto-api/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("error: moto did not start:\n" + (folder / "moto.log").read_text("utf8", "replace")[-2000:])


def seed(url, folder, clock, sizes):
    """Runs the seed; returns what it counted and the reader's key."""
    reader = folder / "reader.json"
    command = [sys.executable, str(SEED), "--endpoint", url, "--reader", str(reader), "--clock", str(clock)]
    for name, size in sizes.items():
        command += [f"--{name}", str(size)]
    counts = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(counts), json.loads(reader.read_text("utf8"))


def seed_wide(url, clock):
    """Runs the wide seed at its smallest; returns what it counted."""
    command = [sys.executable, str(WIDE), "--endpoint", url, "--copies", "1", "--clock", str(clock)]
    return json.loads(subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout)


def main():
    """Starts, tells, waits, ends."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("users", "roles", "buckets"):
        ask.add_argument(f"--{name}", type=int, default=0)
    ask.add_argument("--empty", action="store_true")
    ask.add_argument("--wide", action="store_true")
    args = ask.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="assize-estate-") as name:
        folder, port = pathlib.Path(name), free_port()
        url = f"http://127.0.0.1:{port}"
        process, clock = start_moto(folder, port)
        try:
            wait_for(url, process, folder)
            told = {"moto": url, "region": "us-east-1", "account": "123456789012", "access_key_id": "test", "secret_access_key": "test"}
            if args.wide:
                told["counts"] = seed_wide(url, clock)
            elif not args.empty:
                counts, reader = seed(url, folder, clock, {"users": args.users, "roles": args.roles, "buckets": args.buckets})
                told |= {"counts": counts, "access_key_id": reader["access_key_id"], "secret_access_key": reader["secret_access_key"]}
            front = proxy.serve(url)
            threading.Thread(target=front.serve_forever, daemon=True).start()
            told["proxy"] = f"http://127.0.0.1:{front.server_port}"
            print(json.dumps(told), flush=True)
            while sys.stdin.buffer.read(4096):
                pass
        except subprocess.CalledProcessError as error:
            sys.exit(f"error: the seed failed with {error.returncode}\n" + (folder / "moto.log").read_text("utf8", "replace")[-1500:])
        except KeyboardInterrupt:
            pass
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    main()
