"""Writes shapes of botocore's models as describe.py carries them over: wire names, types and places, cut to what is read."""
from botocore.model import Shape

from describe_paths import steps

SCALARS = {"string": "text", "character": "text", "integer": "int", "long": "int", "short": "int", "byte": "int",
           "biginteger": "int", "float": "float", "double": "float", "bigdecimal": "float", "boolean": "bool",
           "timestamp": "time", "blob": "blob"}
ALL = {"*": {}}


class Writer:
    """One service. `shapes` gathers the structures that are carried over whole."""

    def __init__(self, protocol):
        self.protocol, self.shapes = protocol, {}
        self.xml = protocol not in ("json", "rest-json")

    def operation(self, call):
        model = call.model
        output = model.output_shape
        found = {"method": model.http["method"], "path": model.http["requestUri"]}
        if model.endpoint and model.endpoint.get("hostPrefix"):
            found["host_prefix"] = model.endpoint["hostPrefix"]
        if model.input_shape and model.input_shape.members:
            found["input"] = self.inputs(model.input_shape, call.sent)
        found["output"] = self.members(output, call.read) if output else {}
        payload = output.serialization.get("payload") if output else None
        if payload:
            found["payload"] = payload
        if self.protocol == "rest-xml" and output:
            root = output.members[payload] if payload else output
            found["roots"] = sorted({root.serialization.get("name", root.name), root.name, output.name, payload or output.name})
        if self.protocol == "query" and output:
            found["result"] = output.serialization["resultWrapper"]
        withheld = [{"path": self.wire(output, path), **({"all": True} if name == "withhold_all" else {})}
                    for name in ("withhold", "withhold_all") for path in call.said.get(name, [])]
        if withheld:
            found["withhold"] = withheld
        if call.paging:
            found["paging"] = call.paging
        return found

    def wire(self, output, path):
        """The names of a path as they stand in a reply, "*" for any element of a list and any value of a map."""
        found = {"query": ["*", "*"], "ec2": ["*"], "rest-xml": ["*"]}.get(self.protocol, [])
        shape, payload = output, output.serialization.get("payload")
        for name, marks in steps(path):
            if shape.type_name == "map":
                inner = [] if shape.serialization.get("flattened") else ["entry"]
                shape = shape.value
                found += [*inner, shape.serialization.get("name", "value")] if self.xml else [name]
            elif name:
                shape, above = shape.members[name], shape
                wire = self.received_as(name, shape)
                found += [] if above is output and name == payload else [wire]
            for _ in marks:
                flat = self.xml and shape.serialization.get("flattened")
                element = shape.member.serialization.get("name", "member") if self.xml else "*"
                found += [] if flat else [element]
                shape = shape.member
        return found

    def received_as(self, name, member):
        wire = member.serialization.get("name", name)
        if self.xml and member.type_name == "list" and member.serialization.get("flattened"):
            return member.member.serialization.get("name", wire)
        return wire

    def inputs(self, shape, names):
        found = {}
        places = {"uri": "path", "querystring": "query", "header": "header"}
        for name in sorted(names & set(shape.members)):
            member = shape.members[name]
            said = {"is": self.shape(member, ALL, True)}
            if name == shape.serialization.get("payload"):
                said["to"] = "payload"
            elif place := places.get(member.serialization.get("location")):
                said["to"] = place
            wire = self.sent_as(name, member)
            found[name] = said | ({"wire": wire} if wire != name else {})
        return found

    def sent_as(self, name, member):
        serialization = member.serialization
        if self.protocol == "ec2":
            plain = serialization.get("name", name)
            return serialization.get("queryName", plain[0].upper() + plain[1:])
        if self.protocol == "query" and serialization.get("flattened"):
            if inner := member.member.serialization.get("name") if member.type_name == "list" else None:
                return inner
        return serialization.get("name", name)

    def members(self, shape, read):
        """The members of a structure that `read` names, all if it holds "*"."""
        found = {}
        for name, member in sorted(shape.members.items()):
            inner = ALL if "*" in read else read.get(name)
            # Headers of replies are not recorded, but for a few; nothing may be read from them.
            if inner is None or member.serialization.get("location") in ("statusCode", "header", "headers"):
                continue
            said = {"is": self.shape(member, inner, False)}
            wire = self.received_as(name, member)
            if member.serialization.get("xmlAttribute"):
                said["attribute"] = True
            found[name] = said | ({"wire": wire} if wire != name else {})
        return found

    def shape(self, shape: Shape, read, sent):
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, read, sent)
        if kind == "list":
            said = {"of": self.shape(shape.member, read, sent)}
            if self.xml:
                element = shape.member.serialization.get("name", "member")
                said |= {"element": element} if element != "member" else {}
                said |= {"flat": True} if shape.serialization.get("flattened") else {}
            return {"list": said}
        if kind == "map":
            # What is read of one value is read of each: keys are data.
            inner = ALL if "*" in read or shape.value.type_name not in ("structure", "list", "map") else merged(read)
            said = {"of": self.shape(shape.value, inner, sent)}
            if self.xml:
                for name, part in (("key", shape.key), ("value", shape.value)):
                    wire = part.serialization.get("name", name)
                    said |= {name: wire} if wire != name else {}
                said |= {"flat": True} if shape.serialization.get("flattened") else {}
            return {"map": said}
        return SCALARS[kind]

    def structure(self, shape, read, sent):
        if getattr(shape, "is_document_type", False):
            return "document"
        if "*" not in read:
            return {"struct": self.members(shape, read)}
        name = shape.name + ("<" if sent else "")
        if name not in self.shapes:
            # The place is taken before the members are written: shapes may hold themselves.
            self.shapes[name] = {}
            members = shape.members.items()
            self.shapes[name] = self.nested(members) if sent else self.members(shape, ALL)
        return {"shape": name}

    def nested(self, members):
        found = {}
        for name, member in sorted(members):
            wire = self.sent_as(name, member)
            found[name] = {"is": self.shape(member, ALL, True)} | ({"wire": wire} if wire != name else {})
        return found


def merged(reads):
    """What is read of any of several values."""
    found = {}
    for inner in reads.values():
        for name, below in inner.items():
            found[name] = merged({"a": found.get(name, {}), "b": below})
    return found
