#!/usr/bin/env python3
"""A proxy in front of one test server, on 127.0.0.1: it counts requests, refuses chosen permissions, and makes faults.

usage: proxy.py --upstream http://127.0.0.1:PORT [--port PORT]      prints `listening http://127.0.0.1:PORT`

Each request has a name. For AWS it is the permission that AWS asks for it, e.g. `iam:GetAccountSummary` or
`s3:GetEncryptionConfiguration`; for others it is `METHOD /path`. Control, all JSON:
  PUT /_proxy/rules     {"deny": ["s3:GetBucketPolicy"], "faults": [FAULT, ...]}      replaces all rules
  GET /_proxy/log       {"requests": {NAME: n}, "denied": {NAME: n}, "faults": {KIND: n},
                        "never_asked": [denied permissions that nobody asked for]}
  DELETE /_proxy/log    starts counting anew
FAULT: {"match": REGEX over the name, "body": REGEX over the body of the request, "kind": K, "times": N (default: always), "skip": N (default 0), "every": N (each Nth)} with K one of
  throttle    429, or what the AWS protocol says for it (code Throttling 400, SlowDown 503); "retry_after": seconds
  error       "status": 500..599 with the server's error body
  reset       the connection is closed without an answer
  cut         the true answer's headers and half of its body, then the connection is closed
  delay       "ms": milliseconds, then the true answer
  ids         the true answer, its request ids in the form that AWS gives them, the same in header and body
  deny        the same as a denied permission
  html        200 with an HTML page;   body: 200 with "text" as it is and "content_type"
The first fault that matches is used. It must never change an answer it lets through, nor reach beyond the loopback.
"""
import argparse
import base64
import http.client
import json
import re
import secrets
import string
import sys
import threading
import time
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

# The sub-resource of a GET on a bucket, and the permission that AWS asks for it.
BUCKET_READS = {
    "accelerate": "s3:GetAccelerateConfiguration",
    "acl": "s3:GetBucketAcl",
    "cors": "s3:GetBucketCORS",
    "encryption": "s3:GetEncryptionConfiguration",
    "lifecycle": "s3:GetLifecycleConfiguration",
    "location": "s3:GetBucketLocation",
    "logging": "s3:GetBucketLogging",
    "notification": "s3:GetBucketNotification",
    "object-lock": "s3:GetBucketObjectLockConfiguration",
    "ownershipControls": "s3:GetBucketOwnershipControls",
    "policy": "s3:GetBucketPolicy",
    "policyStatus": "s3:GetBucketPolicyStatus",
    "publicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "replication": "s3:GetReplicationConfiguration",
    "tagging": "s3:GetBucketTagging",
    "versioning": "s3:GetBucketVersioning",
    "website": "s3:GetBucketWebsite",
}
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "proxy-connection"}
SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/([a-z0-9-]+)/aws4_request")


def s3_name(method, path, query):
    """The permission of an S3 request by path style, read requests only."""
    parts = [part for part in path.split("/") if part]
    if parts[:3] == ["v20180820", "configuration", "publicAccessBlock"] and method == "GET":
        return "s3:GetAccountPublicAccessBlock"
    if method == "GET" and not parts:
        return "s3:ListAllMyBuckets"
    if method in ("GET", "HEAD") and len(parts) == 1:
        found = [BUCKET_READS[name] for name, _ in parse_qsl(query, True) if name in BUCKET_READS]
        return found[0] if found else "s3:ListBucket"
    return f"s3:{method} {path}"


def request_name(method, target, headers, body):
    """The name of a request and its AWS service ('' if it is not signed for AWS)."""
    url = urlsplit(target)
    scope = SCOPE.search(headers.get("authorization") or "")
    if not scope:
        return f"{method} {url.path}", ""
    service = scope.group(1)
    if service == "s3":
        return s3_name(method, url.path, url.query), service
    action = parse_qs(body.decode("utf8", "replace")).get("Action", ["unknown"])[0]
    return f"{service}:{action}", service


def aws_error(name, service, code, message, status):
    """An error in the shape of the AWS protocol: rest-xml for S3, query for the others."""
    if service == "s3" and not name.startswith("s3:GetAccount"):
        text = f"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>PROXY</RequestId><HostId>proxy</HostId></Error>"
        headers = [("content-type", "application/xml"), ("x-amz-request-id", "PROXY"), ("x-amz-id-2", "proxy")]
    else:
        text = (f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
                "<RequestId>proxy</RequestId></ErrorResponse>")
        headers = [("content-type", "text/xml"), ("x-amzn-requestid", "proxy")]
    return status, headers, ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()


def denial(name, service):
    """What AWS answers to a caller without the permission; for others, what GitHub answers."""
    if not service:
        return 403, [("content-type", "application/json")], b'{"message":"Resource not accessible by integration"}'
    who = "arn:aws:iam::123456789012:user/assize-reader"
    told = f"User: {who} is not authorized to perform: {name} because no identity-based policy allows the {name} action"
    return aws_error(name, service, "AccessDenied", told, 403)


def failure(fault, name, service):
    """The answer of a fault that answers at all."""
    kind = fault["kind"]
    if kind == "html":
        return 200, [("content-type", "text/html")], b"<!doctype html><html><body>Sign in</body></html>"
    if kind == "body":
        return 200, [("content-type", fault.get("content_type", "application/json"))], fault["text"].encode()
    if kind == "error":
        status = int(fault.get("status", 500))
        if service:
            return aws_error(name, service, "InternalError" if service == "s3" else "ServiceFailure", "made by a test", status)
        return status, [("content-type", "application/json")], b'{"message":"Server Error"}'
    later = [("retry-after", str(fault["retry_after"]))] if "retry_after" in fault else []
    if service == "s3":
        status, headers, body = aws_error(name, service, "SlowDown", "Please reduce your request rate.", 503)
    elif service:
        status, headers, body = aws_error(name, service, "Throttling", "Rate exceeded", 400)
    else:
        status, headers, body = 429, [("content-type", "application/json")], b'{"message":"Too Many Requests"}'
    return status, headers + later, body


ID_HEADERS = {"x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"}
ID_IN_BODY = re.compile(rb"<(RequestI[dD]|requestId|HostId)>[^<]*<")


def with_ids(service, headers, body):
    """The answer with ids as AWS makes them: a UUID, or for S3 80 bits as 16 letters and digits, and a HostId of 56 bytes."""
    if service == "s3":
        own = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(16))
        host = base64.b64encode(secrets.token_bytes(56)).decode()
        headers = [(name, value) for name, value in headers if name.lower() not in ID_HEADERS] + [("x-amz-request-id", own), ("x-amz-id-2", host)]
    else:
        own, host = str(uuid.uuid4()), ""
        headers = [(name, value) for name, value in headers if name.lower() not in ID_HEADERS] + [("x-amzn-requestid", own)]
    told = lambda mark: b"<%b>%b<" % (mark[1], (host if mark[1] == b"HostId" else own).encode())
    return headers, ID_IN_BODY.sub(told, body)


class State:
    """The rules and the counts, behind one lock."""

    KINDS = {"deny", "throttle", "error", "reset", "cut", "delay", "html", "body", "ids"}

    def __init__(self):
        self.lock = threading.Lock()
        self.deny, self.faults = frozenset(), []
        self.clear()

    def clear(self):
        """Starts counting anew."""
        self.requests, self.denied, self.fired = Counter(), Counter(), Counter()

    def replace(self, rules):
        """Takes new rules; raises ValueError for one that cannot be meant."""
        unknown = set(rules) - {"deny", "faults"}
        bad = [fault for fault in rules.get("faults", []) if fault.get("kind") not in self.KINDS]
        if unknown or bad:
            raise ValueError(f"unknown rules: {sorted(unknown)} {bad}")
        faults = [{"match": "", "skip": 0, **fault} for fault in rules.get("faults", [])]
        for fault in faults:
            re.compile(fault["match"])
        with self.lock:
            self.deny, self.faults = frozenset(rules.get("deny", [])), faults

    def judge(self, name, body=""):
        """Counts a request; returns ('deny', None), ('fault', fault) or ('pass', None)."""
        with self.lock:
            self.requests[name] += 1
            if name in self.deny:
                self.denied[name] += 1
                return "deny", None
            for fault in self.faults:
                if not re.search(fault["match"], name) or not re.search(fault.get("body", ""), body) or fault.get("times", 1) <= 0:
                    continue
                if fault["skip"] > 0:
                    fault["skip"] -= 1
                    break
                fault["seen"] = fault.get("seen", 0) + 1
                if fault["seen"] % fault.get("every", 1):
                    continue
                if "times" in fault:
                    fault["times"] -= 1
                self.fired[fault["kind"]] += 1
                return "fault", fault
            return "pass", None

    def log(self):
        """The counts."""
        with self.lock:
            never = sorted(self.deny - set(self.denied))
            return {"requests": self.requests, "denied": self.denied, "faults": self.fired, "never_asked": never}


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    upstream, state = "", None

    def log_message(self, *_):
        """Keeps quiet."""

    def handle_request(self):
        """Judges one request, then answers it or passes it on."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path.startswith("/_proxy/"):
            return self.control(body)
        name, service = request_name(self.command, self.path, self.headers, body)
        verdict, fault = self.state.judge(name, body.decode("utf8", "replace"))
        if verdict == "deny":
            return self.send(*denial(name, service))
        kind = fault["kind"] if fault else None
        if kind == "reset":
            self.close_connection = True
            return self.connection.close()
        if kind == "deny":
            return self.send(*denial(name, service))
        if kind == "delay":
            time.sleep(fault.get("ms", 100) / 1000)
        elif kind == "ids":
            status, headers, body = self.forward(body)
            return self.send(status, *with_ids(service, headers, body))
        elif kind and kind != "cut":
            return self.send(*failure(fault, name, service))
        return self.send(*self.forward(body), cut=kind == "cut")

    def forward(self, body):
        """The upstream's own answer. The Host header stays, so signatures hold."""
        upstream = http.client.HTTPConnection(self.upstream, timeout=120)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP_BY_HOP:
                    upstream.putheader(name, value)
            upstream.endheaders(body or None)
            reply = upstream.getresponse()
            headers = [(name, value) for name, value in reply.getheaders() if name.lower() not in HOP_BY_HOP | {"content-length"}]
            return reply.status, headers, reply.read()
        finally:
            upstream.close()

    def send(self, status, headers, body, cut=False):
        """Sends an answer; a cut one promises all of the body and sends half."""
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def control(self, body):
        """The rules and the log."""
        answer = {"ok": True}
        if (self.command, self.path) == ("PUT", "/_proxy/rules"):
            try:
                self.state.replace(json.loads(body))
            except (ValueError, re.error, AttributeError) as error:
                return self.send(400, [("content-type", "application/json")], json.dumps({"error": str(error)}).encode())
        elif (self.command, self.path) == ("DELETE", "/_proxy/log"):
            with self.state.lock:
                self.state.clear()
        elif (self.command, self.path) == ("GET", "/_proxy/log"):
            answer = self.state.log()
        else:
            return self.send(404, [], b"")
        return self.send(200, [("content-type", "application/json")], json.dumps(answer).encode())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_request


class Server(ThreadingHTTPServer):
    """Many connections at once; a client that goes away is no news."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def serve(upstream, port=0):
    """A proxy before `upstream`, not yet serving; its port is in `server_port`."""
    url = urlsplit(upstream)
    if url.hostname not in ("127.0.0.1", "localhost"):
        sys.exit(f"error: {upstream} is not on the loopback interface")
    return Server(("127.0.0.1", port), type("Bound", (Handler,), {"upstream": url.netloc, "state": State()}))


def main():
    """Serves until it is ended."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--upstream", required=True)
    ask.add_argument("--port", type=int, default=0)
    args = ask.parse_args()
    server = serve(args.upstream, args.port)
    print(f"listening http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
