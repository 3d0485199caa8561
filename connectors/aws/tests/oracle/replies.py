"""What botocore, which nobody here wrote, makes of replies. Three uses:

    replies.py SERVICES generate           makes replies of the shape of every operation described, and reads them
    replies.py SERVICES decode < LINES     reads the replies in LINES: {"client", "operation", "body"}
    replies.py SERVICES validate < LINES   checks {"schema", "value", "what"}, and prints what does not fit

Each line printed is {"client", "operation", "variant", "body", "expect"}: `expect` holds what botocore read, cut to
the members described, named in snake case, moments in ISO 8601, bytes in base64.
"""
import base64
import datetime
import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import botocore.session
from jsonschema import Draft202012Validator
from botocore import xform_name
from botocore.parsers import create_parser

SESSION = botocore.session.Session()
MOMENT = datetime.datetime(2026, 11, 24, 2, 0, 0, 123000, datetime.timezone.utc)


class Service:
    def __init__(self, described):
        self.said = described
        self.protocol = described["protocol"]
        self.model = SESSION.get_service_model(described["client"])
        self.parser = create_parser(self.protocol)
        self.xml = self.protocol not in ("json", "rest-json")

    def members(self, shape):
        if "shape" in shape:
            return self.said["shapes"][shape["shape"]]
        return shape["struct"]

    # Reading

    def read(self, operation, body):
        shape = self.model.operation_model(operation).output_shape
        response = {"status_code": 200, "headers": {}, "body": body.encode()}
        parsed = self.parser.parse(response, shape)
        parsed.pop("ResponseMetadata", None)
        return self.cut({"struct": self.said["operations"][operation]["output"]}, parsed)

    def cut(self, shape, value):
        """What of a parsed value is described."""
        if isinstance(shape, str):
            return plain(value)
        if "list" in shape:
            return [self.cut(shape["list"]["of"], item) for item in value]
        if "map" in shape:
            return {key: self.cut(shape["map"]["of"], item) for key, item in value.items()}
        return {xform_name(name).lstrip("_"): self.cut(member["is"], value[name])
                for name, member in self.members(shape).items() if name in value}

    # Making

    def make(self, operation, count):
        said = self.said["operations"][operation]
        shape = self.model.operation_model(operation).output_shape
        maker = Maker(self, count)
        payload = said.get("payload")
        if payload and payload in said["output"]:
            value = maker.make(said["output"][payload]["is"], shape.members[payload], 0)
            if said["output"][payload]["is"] in ("text", "blob"):
                return value
            return maker.element(said["roots"][0], said["output"][payload]["is"], value) if self.xml else json.dumps(value)
        value = maker.make({"struct": said["output"]}, shape, 0)
        if not self.xml:
            return json.dumps(value | {"Unknown": {"a": [1, None, {"b": "c"}]}})
        inner = maker.content({"struct": said["output"]}, value) + "<unknown><a>1</a></unknown>"
        if self.protocol == "query":
            inner = f"<{said['result']}>{inner}</{said['result']}><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
        root = said["roots"][0] if self.protocol == "rest-xml" else operation + "Response"
        return f'<?xml version="1.0"?>\n<{root} xmlns="https://example.com/">\n  {inner}\n</{root}>'


class Maker:
    """Makes a value of each shape; JSON values are as they are on the wire, XML values have their members' names."""

    def __init__(self, service, count):
        self.service, self.count, self.number = service, count, 0

    def make(self, said, shape, depth):
        self.number += 1
        if isinstance(said, str):
            return self.scalar(said, shape)
        count = self.count if depth < 4 else min(self.count, 1)
        if depth > 12:
            count = 0
        if "list" in said:
            return [self.make(said["list"]["of"], shape.member, depth + 1) for _ in range(count)]
        if "map" in said:
            return {f"Key-{n} <&": self.make(said["map"]["of"], shape.value, depth + 1) for n in range(count)}
        found = {}
        for name, member in self.service.members(said).items():
            if depth > 12 and not isinstance(member["is"], str):
                continue
            wire = name if self.service.xml else member.get("wire", name)
            found[wire] = self.make(member["is"], shape.members[name], depth + 1)
        return found

    def scalar(self, said, shape):
        if said == "text":
            return shape.enum[self.number % len(shape.enum)] if getattr(shape, "enum", None) else f"t{self.number} <&\u00e9>\""
        if said == "time":
            form = shape.serialization.get("timestampFormat", "iso8601" if self.service.xml else "unixTimestamp")
            if form == "unixTimestamp":
                return 1795485600.5 + self.number
            return MOMENT.isoformat().replace("+00:00", "Z") if form == "iso8601" else "Tue, 24 Nov 2026 02:00:00 GMT"
        made = {"int": self.number * 1_000_000, "float": self.number + 0.25, "bool": self.number % 2 == 0,
                "blob": base64.b64encode(b"bytes\x00").decode(), "document": {"a": [1, "b", None, True]}}
        return made[said]

    def element(self, name, said, value):
        return f"<{name}>{self.content(said, value)}</{name}>"

    def content(self, said, value):
        if isinstance(said, str):
            if isinstance(value, bool):
                return "true" if value else "false"
            return escape(str(value))
        if "list" in said:
            return "".join(self.element(said["list"].get("element", "member"), said["list"]["of"], item) for item in value)
        if "map" in said:
            return "".join(f"<entry>{self.entry(said['map'], key, item)}</entry>" for key, item in value.items())
        return "".join(self.member(name, member, value[name]) for name, member in self.service.members(said).items()
                       if name in value and not member.get("attribute"))

    def entry(self, said, key, item):
        return self.element(said.get("key", "key"), "text", key) + self.element(said.get("value", "value"), said["of"], item)

    def member(self, name, member, value):
        wire, said = member.get("wire", name), member["is"]
        if isinstance(said, dict) and said.get("list", {}).get("flat"):
            return "".join(self.element(wire, said["list"]["of"], item) for item in value)
        if isinstance(said, dict) and said.get("map", {}).get("flat"):
            return "".join(f"<{wire}>{self.entry(said['map'], key, item)}</{wire}>" for key, item in value.items())
        return self.element(wire, said, value)


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return value.read().decode()
    return value


def main():
    folder, use = Path(sys.argv[1]), sys.argv[2]
    services = {}
    for path in sorted((folder / "described").glob("*.json")):
        if path.stem != "partitions":
            services[path.stem] = Service(json.loads(path.read_text()))
    say = lambda **line: print(json.dumps(line))
    if use == "validate":
        for line in map(json.loads, sys.stdin):
            for error in Draft202012Validator(line["schema"]).iter_errors(line["value"]):
                say(what=line["what"], at=list(map(str, error.absolute_path)), why=error.message[:300])
        return
    if use == "decode":
        for line in map(json.loads, sys.stdin):
            service = services[line["client"]]
            say(**line, variant="moto", expect=service.read(line["operation"], line["body"]))
        return
    for client, service in services.items():
        for operation in service.said["operations"]:
            for count in (0, 1, 2):
                body = service.make(operation, count)
                expect = service.read(operation, body)
                say(client=client, operation=operation, variant=str(count), body=body, expect=expect)


if __name__ == "__main__":
    main()
