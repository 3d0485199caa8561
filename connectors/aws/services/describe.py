#!/usr/bin/env python3
"""Checks the manifests of AWS services and writes down, from botocore's models, what the calls they declare look like.

    describe.py DIR [--check] [SERVICE...]

DIR holds one <client>.toml per service; DIR/described/<client>.json is written, with only the operations declared and
only the members read. --check writes nothing and fails where a file is stale. Facts alone are carried over: names,
types, places, pages and hosts; no words of the documentation. Needs Python 3.11 and botocore. ../../README.md says
what a manifest may say.
"""
import json
import re
import sys
import tomllib
from pathlib import Path

import botocore
import botocore.session
from botocore.endpoint_provider import EndpointProvider

from describe_hosts import hosts, partitions
from describe_paths import Wrong, enter, joined, steps, walk
from describe_shapes import Writer

PROTOCOLS = ("rest-json", "rest-xml", "ec2", "json", "query")
READS = ("List", "Describe", "Get", "BatchGet", "Lookup", "Search", "Scan", "Query", "Select", "Simulate", "Generate")
SCALARS = {"string": "text", "character": "text", "integer": "int", "long": "int", "short": "int", "byte": "int",
           "biginteger": "int", "float": "float", "double": "float", "bigdecimal": "float", "boolean": "bool",
           "timestamp": "time", "blob": "blob"}
SPECIAL = ("region", "account", "partition", "parent_id")
HOLE = re.compile(r"\{([^{}]*)\}")
AS = ("plain", "tags", "pairs", "policy", "json", "bool", "int", "count", "present", "last", "last_colon")
KEYS = {
    "manifest": {"about", "global", "on_request", "operations", "kinds"},
    "operation": {"action", "send", "withhold", "withhold_all", "paging"},
    "kind": {"kind", "title", "list", "items", "id", "each", "with", "only", "home", "global", "calls", "fields", "absent", "lacks_when_empty"},
    "call": {"with", "absent", "batch", "once", "items", "key", "to", "many"},
    "batch": {"input", "of", "size", "items", "key", "to"},
    "field": {"at", "from", "as", "about", "default", "always", "key", "value"},
}


class Call:
    """An operation: its model, and what of its input and output is used."""

    def __init__(self, model, said):
        self.model, self.said = model, said
        self.sent, self.read, self.used = set(), {}, False
        self.paging = None

    def reads(self, path):
        """Notes that the member at `path` is read, with all that is in it."""
        node = self.read
        for name, _ in steps(path):
            if name:
                node = node.setdefault(name, {})
        node["*"] = {}


class Manifest:
    """One manifest with its model; `wrong` gathers what is wrong."""

    def __init__(self, path, session):
        self.path, self.session, self.wrong = path, session, []
        self.client = path.stem
        self.calls, self.kinds = {}, {}

    def note(self, key, text):
        self.wrong.append(f"{self.path.name}: {key}: {text}")

    def keys(self, what, table, key):
        if not isinstance(table, dict):
            self.note(key, "must be a table")
            return False
        for name in table.keys() - KEYS[what]:
            self.note(f"{key}.{name}", f"is not known here; known are {', '.join(sorted(KEYS[what]))}")
        return True

    def load(self):
        try:
            self.said = tomllib.loads(self.path.read_text())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            return self.note("file", f"is not TOML: {error}")
        try:
            self.model = self.session.get_service_model(self.client)
        except botocore.exceptions.UnknownServiceError:
            return self.note("file", f"botocore has no client {self.client!r}; the file is named by the client")
        metadata = self.model.metadata
        offered = metadata.get("protocols") or [metadata["protocol"]]
        self.protocol = next((p for p in PROTOCOLS if p in offered), None)
        if not self.protocol:
            return self.note("file", f"speaks only {', '.join(offered)}")
        self.keys("manifest", self.said, "manifest")
        if not self.said.get("about"):
            self.note("about", "is missing")
        for name, said in self.said.get("operations", {}).items():
            self.operation(name, said)
        for at, said in enumerate(self.said.get("kinds", [])):
            if self.keys("kind", said, f"kinds[{at}]"):
                self.kinds[said.get("kind", f"kinds[{at}]")] = said
        for name, said in self.kinds.items():
            self.kind(name, said)
        for name, call in self.calls.items():
            self.finish(name, call)

    def attempt(self, key, work):
        try:
            return work()
        except Wrong as wrong:
            self.note(key, wrong)

    # Operations

    def operation(self, name, said):
        key = f"operations.{name}"
        if not self.keys("operation", said, key):
            return
        if name not in self.model.operation_names:
            near = [o for o in self.model.operation_names if o.lower() == name.lower()]
            return self.note(key, f"{self.client} has no such operation{'; did you mean ' + near[0] + '?' if near else ''}")
        if not name.startswith(READS):
            self.note(key, f"does not begin like a call that only reads ({', '.join(READS)})")
        call = self.calls[name] = Call(self.model.operation_model(name), said)
        actions = said.get("action")
        if not isinstance(actions, list) or not actions:
            self.note(f"{key}.action", "must list the IAM actions the call needs")
        for action in actions or []:
            if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", str(action)):
                self.note(f"{key}.action", f"{action!r} is no IAM action")
        self.inputs(call, said.get("send", {}), f"{key}.send", None)
        for list_name in ("withhold", "withhold_all"):
            for path in said.get(list_name, []):
                self.attempt(f"{key}.{list_name}", lambda: walk(call.model.output_shape, path))
        call.paging = self.attempt(f"{key}.paging", lambda: self.paging(call))

    def paging(self, call):
        """How pages follow: as the manifest says, as botocore says, or by the usual names."""
        said, model = call.said.get("paging"), call.model
        first = said == "first"
        if said is None or first:
            said = self.pagers().get(model.name)
            if said is None:
                inputs = model.input_shape.members if model.input_shape else {}
                outputs = model.output_shape.members if model.output_shape else {}
                names = ("NextToken", "nextToken", "NextMarker", "Marker", "marker")
                taken, sent = [m for m in names if m in outputs], [m for m in names if m in inputs]
                if not taken or not sent:
                    if first:
                        raise Wrong("the model does not say how pages follow")
                    # A list that is cut after its first page would pass for the whole of it.
                    if both := sorted(m for m in inputs if m in outputs and m.lower().endswith(("token", "marker"))):
                        raise Wrong(f"pages seem to follow by {', '.join(both)}: say how, with paging = {{ send, take }}")
                    return None
                said = {"input_token": sent[0], "output_token": taken[0]}
        else:
            if not isinstance(said, dict) or said.keys() - {"send", "take", "more"} or "send" not in said:
                raise Wrong('must be "first", or { send = "…", take = "…", more = "…" }')
            said = {"input_token": said["send"], "output_token": said["take"], "more_results": said.get("more")}
        as_list = lambda value: value if isinstance(value, list) else [value]
        found = {"send": as_list(said["input_token"]), "take": [], "more": said.get("more_results")}
        for expression in as_list(said["output_token"]):
            found["take"].append(expression.split("||")[0].strip())
        for path in found["take"] + [p for p in [found["more"]] if p]:
            walk(model.output_shape, path)
            call.reads(path)
        call.sent.update(found["send"])
        return {k: v for k, v in (found | {"first": first}).items() if v}

    def pagers(self):
        if not hasattr(self, "_pagers"):
            try:
                loader = self.session.get_component("data_loader")
                self._pagers = loader.load_service_model(self.client, "paginators-1")["pagination"]
            except botocore.exceptions.UnknownServiceError:
                self._pagers = {}
        return self._pagers

    def inputs(self, call, values, key, scope):
        """Checks values that are sent; holes are looked up in `scope`."""
        if not isinstance(values, dict):
            return self.note(key, "must be a table")
        members = call.model.input_shape.members if call.model.input_shape else {}
        for name, value in values.items():
            if name not in members:
                near = [m for m in members if m.lower() == name.lower()]
                self.note(f"{key}.{name}", f"{call.model.name} takes no such member; "
                          + (f"did you mean {near[0]}?" if near else f"it takes {', '.join(members) or 'nothing'}"))
                continue
            call.sent.add(name)
            self.attempt(f"{key}.{name}", lambda: self.value(members[name], value, scope))

    def value(self, shape, value, scope):
        kind = shape.type_name
        if isinstance(value, str):
            if scope:
                self.template(value, scope)
            if kind in ("list", "structure", "map") and not re.fullmatch(HOLE, value):
                raise Wrong(f"{shape.name} is a {kind}, {value!r} is a text")
        elif isinstance(value, list):
            if kind != "list":
                raise Wrong(f"{shape.name} is a {kind}, not a list")
            for item in value:
                self.value(shape.member, item, scope)
        elif isinstance(value, dict):
            if kind not in ("structure", "map"):
                raise Wrong(f"{shape.name} is a {kind}, not a table")
            for name, item in value.items():
                self.value(enter(shape, name, [], name), item, scope)
        elif SCALARS.get(kind) != {bool: "bool", int: "int", float: "float"}.get(type(value)):
            raise Wrong(f"{shape.name} is a {kind}, {value!r} is not")

    # Kinds

    def template(self, text, scope):
        """Checks the holes of a template; a hole may end in |last or |last_colon."""
        if text.count("{") != len(HOLE.findall(text)) or text.count("{") != text.count("}"):
            raise Wrong(f"{text!r}: a hole is {{path}}, not nested")
        for hole in HOLE.findall(text):
            path, _, word = hole.partition("|")
            if word not in ("", "last", "last_colon"):
                raise Wrong(f"{{{hole}}}: the word after | must be last or last_colon")
            if path in SPECIAL:
                if path == "parent_id" and "parent" not in scope:
                    raise Wrong("{parent_id}: the kind has no parent")
                continue
            whose, rest = ("parent", path[7:]) if path.startswith("parent.") else ("item", path)
            if whose not in scope:
                raise Wrong(f"{{{hole}}}: there is no {whose} here; known are {', '.join(SPECIAL[:3])}"
                            + (" and {parent.…}" if "parent" in scope else ""))
            call, prefix, shape = scope[whose]
            if "[]" in rest:
                raise Wrong(f"{{{hole}}}: a hole takes one value, not a list")
            if walk(shape, rest).type_name in ("structure", "map"):
                raise Wrong(f"{{{hole}}} is no single value")
            call.reads(joined(prefix, rest))

    def called(self, name, key):
        if name not in self.calls:
            self.note(key, f"the operation {name} is not declared under [operations]")
            return None
        self.calls[name].used = True
        return self.calls[name]

    def scope(self, name, said, depth=0):
        """Where the holes of a kind's templates are looked up."""
        found = {}
        if depth < 4 and said.get("each") in self.kinds:
            above = self.scope(said["each"], self.kinds[said["each"]], depth + 1)
            if "item" in above:
                found["parent"] = above["item"]
        call = self.calls.get(said.get("list"))
        if call:
            shape = walk(call.model.output_shape, said.get("items", "."))
            found["item"] = (call, said.get("items", "."), shape)
        return found

    def kind(self, name, said):
        area = self.client.replace("-", "_")
        if not re.fullmatch(rf"aws\.{area}\.[a-z][a-z0-9_]*", name):
            self.note(name, f"the kind must be named aws.{area}.<noun>")
        for key in ("title", "list", "id"):
            if key not in said:
                self.note(f"{name}.{key}", "is missing")
        single = said.get("list") in ("region", "account")
        if not single and not self.called(said.get("list"), f"{name}.list"):
            return
        scope = self.attempt(f"{name}.items", lambda: self.scope(name, said))
        if scope is None:
            return
        if "each" in said and "parent" not in scope:
            self.note(f"{name}.each", f"{said['each']} is no listed kind of this manifest")
        if not single:
            self.listed(name, said, scope)
        self.attempt(f"{name}.id", lambda: self.template(said.get("id", ""), scope))
        for call_name, call_said in said.get("calls", {}).items():
            if self.keys("call", call_said, f"{name}.calls.{call_name}"):
                self.call(name, call_name, call_said, scope)
        fields = said.get("fields", {})
        for field, field_said in fields.items():
            if self.keys("field", field_said, f"{name}.fields.{field}"):
                self.attempt(f"{name}.fields.{field}", lambda: self.field(field, field_said, said, scope))
        unread = said.get("calls", {}).keys() - {f.get("from") for f in fields.values() if isinstance(f, dict)}
        for call_name in unread:
            self.note(f"{name}.calls.{call_name}", "no field is read from it")

    def listed(self, name, said, scope):
        call, items, shape = scope["item"]
        if not items.endswith("[]") and shape.type_name == "list":
            self.note(f"{name}.items", f"{items} is a list: end it with []")
        above = {"parent": scope["parent"]} if "parent" in scope else {"none": None}
        self.inputs(call, said.get("with", {}), f"{name}.with", above)
        self.required(call, said.get("with", {}), f"{name}.with")
        if "parent" in scope and not said.get("with"):
            self.note(f"{name}.with", "the list is called for each parent and must say which")
        for path in said.get("only", {}):
            self.attempt(f"{name}.only.{path}", lambda: (walk(shape, path), call.reads(joined(items, path))))
        if "home" in said:
            self.attempt(f"{name}.home", lambda: (walk(shape, said["home"]), call.reads(joined(items, said["home"]))))
        if shape.type_name != "structure":
            call.reads(items)

    def required(self, call, given, key):
        needed = call.model.input_shape.required_members if call.model.input_shape else []
        lacking = set(needed) - set(given) - set(call.said.get("send", {}))
        if lacking:
            self.note(key, f"{call.model.name} needs {', '.join(sorted(lacking))}")

    def call(self, kind, name, said, scope):
        key = f"{kind}.calls.{name}"
        call = self.called(name, key)
        if not call:
            return
        batch, given = said.get("batch"), dict(said.get("with", {}))
        self.inputs(call, given, f"{key}.with", {"none": None} if said.get("once") or batch else scope)
        if batch and self.keys("batch", batch, f"{key}.batch"):
            if missing := {"input", "of", "size", "items", "key"} - batch.keys():
                return self.note(f"{key}.batch", f"lacks {', '.join(sorted(missing))}")
            self.inputs(call, {batch["input"]: [batch["of"]]}, f"{key}.batch", scope)
            given[batch["input"]] = True
            if batch.get("to"):
                self.attempt(f"{key}.batch.to", lambda: self.template(batch["to"], scope))
        join = batch or (said if said.get("once") else None)
        if join:
            items = join.get("items", "")
            reply = self.attempt(f"{key}.items", lambda: walk(call.model.output_shape, items))
            if reply is not None:
                if not items.endswith("[]"):
                    self.note(f"{key}.items", "must be a list and end in []")
                here = {"item": (call, items, reply)}
                self.attempt(f"{key}.key", lambda: self.template(join.get("key", ""), here))
            if said.get("once"):
                self.attempt(f"{key}.to", lambda: self.template(said.get("to", ""), scope))
        elif {"items", "key", "to", "many"} & said.keys():
            self.note(key, "items, key, to and many belong to once = true or batch")
        self.required(call, given, f"{key}.with")

    def field(self, name, said, kind, scope):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in ("id", "kind", "source", "region"):
            raise Wrong("a field is a snake_case word other than id, kind, source and region")
        if not said.get("about"):
            raise Wrong("about is missing")
        at, how = said.get("at", ""), said.get("as", "plain")
        if not at:
            raise Wrong("at is missing")
        if how not in AS:
            raise Wrong(f"as must be one of {', '.join(AS)}")
        if "{" in at:
            return self.template(at, scope)
        if origin := said.get("from"):
            if origin not in kind.get("calls", {}):
                raise Wrong(f"there is no [kinds.calls.{origin}]")
            call = self.calls.get(origin)
            if not call:
                return
            call_said = kind["calls"][origin]
            prefix = (call_said.get("batch") or call_said).get("items", ".")
            shape = walk(call.model.output_shape, prefix)
            if call_said.get("many"):
                at = at[2:].lstrip(".") if at.startswith("[]") else at
        elif "item" in scope:
            call, prefix, shape = scope["item"]
        else:
            raise Wrong(f"a kind with list = {kind.get('list')!r} has only fields with from = …")
        found = walk(shape, at)
        call.reads(joined(prefix, at))
        self.fits(found, how, said, steps(at))

    def fits(self, shape, how, said, path):
        kind = shape.type_name
        many = any("[]" in marks for _, marks in path)
        if how == "plain" and many and kind == "list":
            pass
        elif how in ("policy", "json", "last", "last_colon") and kind not in ("string", "blob"):
            raise Wrong(f"as = {how!r} reads a text; {shape.name} is a {kind}")
        elif how == "count" and kind not in ("list", "map") and not many:
            raise Wrong(f"as = 'count' counts a list; {shape.name} is a {kind}")
        elif how in ("tags", "pairs") and kind != "map":
            element = shape.member if kind == "list" else None
            names = element.members if element is not None and element.type_name == "structure" else {}
            pair = (said.get("key"), said.get("value"))
            known = [pair] if all(pair) else [("Key", "Value"), ("key", "value"), ("TagKey", "TagValue")]
            if not any(k in names and v in names for k, v in known):
                raise Wrong(f"as = {how!r} needs a list of pairs or a map; {shape.name} has {', '.join(names) or kind}")

    def finish(self, name, call):
        if not call.used:
            self.note(f"operations.{name}", "no kind uses it")

    # What is written

    def described(self):
        metadata = self.model.metadata
        writer = Writer(self.protocol)
        operations = {name: writer.operation(call) for name, call in sorted(self.calls.items())}
        loader = self.session.get_component("data_loader")
        rules = EndpointProvider(loader.load_service_model(self.client, "endpoint-rule-set-1"), loader.load_data("partitions"))
        found = {
            "client": self.client, "id": metadata["serviceId"], "protocol": self.protocol, "version": metadata["apiVersion"],
            "signing": metadata.get("signingName", metadata["endpointPrefix"]),
            "hosts": hosts(rules, loader.load_data("partitions"), loader.load_data("endpoints"), metadata["endpointPrefix"]),
            "operations": operations, "shapes": writer.shapes,
        }
        if self.protocol == "json":
            found |= {"target": metadata["targetPrefix"], "json": metadata["jsonVersion"]}
        return found


def write(path, found, check):
    """Writes a file, or says whether it is what it should be."""
    text = json.dumps(found, sort_keys=True, separators=(",", ":")) + "\n"
    if path.exists() and path.read_text() == text:
        return True
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f"{path.name}: written, {len(text)} bytes")
    return not check


def main():
    words = [word for word in sys.argv[1:] if word != "--check"]
    check = len(words) < len(sys.argv) - 1
    if not words or words[0].startswith("-"):
        sys.exit(__doc__)
    folder, asked = Path(words[0]), [word.removesuffix(".toml") for word in words[1:]]
    session, wrong = botocore.session.Session(), []
    known = sorted(folder.glob("*.toml"))
    if missing := set(asked) - {path.stem for path in known}:
        sys.exit(f"{folder} holds no {', '.join(sorted(missing))}.toml")
    for path in known:
        if asked and path.stem not in asked:
            continue
        manifest = Manifest(path, session)
        manifest.load()
        wrong += manifest.wrong
        out = folder / "described" / f"{path.stem}.json"
        if not manifest.wrong and not write(out, manifest.described(), check):
            wrong.append(f"{out} is stale: run {Path(__file__).name} {folder}")
    if not asked:
        data = session.get_component("data_loader").load_data("partitions")
        if not write(folder / "described" / "partitions.json", partitions(data), check):
            wrong.append("described/partitions.json is stale")
        for path in (folder / "described").glob("*.json"):
            if path.stem != "partitions" and not (folder / f"{path.stem}.toml").exists():
                wrong.append(f"{path} has no manifest")
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
