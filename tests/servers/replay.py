#!/usr/bin/env python3
"""Serves the answers of api.github.com that PyGithub's authors recorded for their own tests, on 127.0.0.1.

usage: replay.py --port PORT FOLDER        (FOLDER = tests/ReplayData of PyGithub's source archive)

A recording is ten lines: scheme, method, host, port, path, request headers, request body, status, reply headers, reply
body. A request is matched by method, path and query (in any order); repeats are answered in recorded order and the last
answer stays. Bodies and headers go out as recorded, but for hop-by-hop headers and the host, which becomes this server,
so that links of pages lead back here. Anything else is a 404 with the header `x-replay: miss`.
GET /_replay/index lists what can be asked. It must never invent an answer.
"""
import argparse
import ast
import json
import pathlib
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HOP_BY_HOP = {
    "connection", "content-encoding", "content-length", "date", "keep-alive", "server", "set-cookie", "transfer-encoding",
}
HOST = "https://api.github.com"


def key(method, target):
    """What a request is matched by."""
    url = urlsplit(target)
    query = "&".join(sorted(f"{name}={value}" for name, value in parse_qsl(url.query, True)))
    return method, url.path, query


def load(folder):
    """All recordings: a list of (status, headers, body) for each key. Unreadable files are named, not hidden."""
    answers = {}
    for file in sorted(pathlib.Path(folder).glob("*.txt")):
        lines = file.read_text("utf8", "replace").split("\n")
        at = 0
        while at + 9 < len(lines):
            if lines[at] not in ("http", "https") or not lines[at + 1].isupper():
                at += 1
                continue
            try:
                headers = [(name, value) for name, value in ast.literal_eval(lines[at + 8]) if name.lower() not in HOP_BY_HOP]
                answer = int(lines[at + 7]), headers, lines[at + 9]
                answers.setdefault(key(lines[at + 1], lines[at + 4]), []).append(answer)
            except (SyntaxError, ValueError, TypeError) as error:
                print(f"skipped {file.name}, line {at + 1}: {error}", file=sys.stderr)
            at += 10
    return answers


def handler(answers, here):
    """The request handler over these answers."""
    asked, lock = {}, threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        """Answers one connection."""

        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            """Keeps quiet."""

        def answer(self):
            """Reads the request and sends what was recorded for it."""
            self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path == "/_replay/index":
                return self.send(200, [("content-type", "application/json")], json.dumps(sorted(map(" ".join, answers))))
            wanted = key(self.command, self.path)
            with lock:
                number = asked[wanted] = asked.get(wanted, -1) + 1
            recorded = answers.get(wanted)
            if not recorded:
                missing = [("content-type", "application/json"), ("x-replay", "miss")]
                return self.send(404, missing, '{"message":"Not Found"}')
            return self.send(*recorded[min(number, len(recorded) - 1)])

        def send(self, status, headers, body):
            """Sends one answer; `HOST` becomes this server."""
            raw = body.replace(HOST, here).encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, str(value).replace(HOST, here))
            empty = status in (204, 304)
            if not empty:
                self.send_header("content-length", str(len(raw)))
            self.end_headers()
            if not empty and self.command != "HEAD":
                self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer

    return Handler


def main():
    """Loads the recordings and serves them."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--port", type=int, required=True)
    ask.add_argument("folder")
    args = ask.parse_args()
    answers = load(args.folder)
    if not answers:
        sys.exit(f"error: no recording in {args.folder}")
    server = ThreadingHTTPServer(("127.0.0.1", args.port), handler(answers, f"http://127.0.0.1:{args.port}"))
    print(f"listening on port {args.port}: {len(answers)} requests, {sum(map(len, answers.values()))} answers", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
