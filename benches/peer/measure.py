"""Runs one program and measures it: wall, CPU, peak memory, requests. Linux only (/proc).

It must never change what the program does: it reads /proc and the counts of the proxy, nothing else.
"""

import json
import os
import pathlib
import re
import subprocess
import threading
import time
import urllib.request


def tree(root):
    """The process ids of `root` and all that descend from it."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
            except (OSError, IndexError):
                continue
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found


def resident(pids):
    """Bytes that some processes hold together; pages that several share are counted once."""
    told = set()
    for pid in pids:
        try:
            # A child that was just made still is its parent's memory and tells the same: a set counts it once.
            told.add(pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text())
        except OSError:
            continue
    return sum(int(size) * 1024 for one in told for size in re.findall(r"^Pss: +(\d+) kB$", one, re.M))


class Sampler(threading.Thread):
    """Looks every 50 ms how much memory a tree of processes holds, and keeps the most."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0, threading.Event()

    def run(self):
        while not self.done.wait(0.05):
            self.most = max(self.most, resident(tree(self.pid)))


def size(folder):
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def ask(url, method="GET", body=None):
    """One request to the proxy's own control."""
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=60) as reply:
        return json.loads(reply.read())


def run(command, folder, environment, proxy, told):
    """Runs a command to its end. Standard output and error go to `told`.out and `told`.err in the folder above.

    Returns wall and CPU seconds (user and system, with children), peak bytes (`largest`: of the largest process, as
    /usr/bin/time says it; `tree`: of all processes at one moment), requests by service, exit code.
    """
    ask(f"{proxy}/_proxy/log", "DELETE")
    started = time.monotonic()
    with open(f"{told}.out", "wb") as out, open(f"{told}.err", "wb") as err:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        sampler = Sampler(child.pid)
        sampler.start()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    sampler.done.set()
    sampler.join()
    requests = {}
    for name, count in ask(f"{proxy}/_proxy/log")["requests"].items():
        service = name.split(":")[0]
        requests[service] = requests.get(service, 0) + count
    return {
        "exit": child.returncode,
        "wall_s": round(wall, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "largest_mib": round(used.ru_maxrss / 1024, 1),
        "tree_mib": round(sampler.most / 2**20, 1),
        "requests": sum(requests.values()),
        "requests_by_service": dict(sorted(requests.items())),
    }
