"""The wide estate on a moto of one's own, and what a run needs to reach it.

It must never reach anything beyond the loopback.
"""

import json
import os
import pathlib
import subprocess
import sys
import threading

from peer import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tests/servers"))

import estate  # noqa: E402  (tests/servers; needs Python with moto)
import proxy  # noqa: E402

REGIONS = ["eu-west-1", "us-east-1"]
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true"}


class Estate:
    """A moto of one's own with the wide estate, behind a proxy that counts."""

    def __init__(self, folder, copies, delay):
        os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"  # else 1,400 images of the server's own are the account's
        port = estate.free_port()
        url = f"http://127.0.0.1:{port}"
        self.process, clock = estate.start_moto(folder, port)
        try:
            estate.wait_for(url, self.process, folder)
            seed = [sys.executable, str(ROOT / "fixtures/seed/wide.py"), "--endpoint", url, "--copies", str(copies), "--clock", str(clock)]
            self.counts = json.loads(subprocess.run(seed, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout)
        except BaseException:
            self.close()
            raise
        front = proxy.serve(url)
        threading.Thread(target=front.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{front.server_port}"
        faults = [{"kind": "delay", "ms": delay}] if delay else []
        measure.ask(f"{self.url}/_proxy/rules", "PUT", {"faults": faults})

    def close(self):
        """Ends moto."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
