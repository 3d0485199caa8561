"""Paths into replies as manifests write them: "Reservations[].Instances[]", "Attributes.Policy", "Rules[0].Id"."""
import re

STEP = re.compile(r"([A-Za-z0-9_:*-]*)((?:\[(?:|0|-1)\])*)$")


class Wrong(Exception):
    """Something a manifest says that the model does not know."""


def steps(path):
    """"A.B[].C" as [("A", []), ("B", ["[]"]), ("C", [])]; "." is no step at all."""
    if path in ("", "."):
        return []
    found = []
    for word in path.split("."):
        match = STEP.match(word)
        if not match or not (word and (match[1] or match[2])):
            raise Wrong(f"{path!r} is no path: {word!r} is no member")
        found.append((match[1], re.findall(r"\[(?:|0|-1)\]", match[2])))
    return found


def enter(shape, name, marks, path):
    """The shape that one step leads to."""
    if name:
        if shape.type_name == "structure" and getattr(shape, "is_document_type", False):
            return shape
        if shape.type_name == "structure":
            if name not in shape.members:
                near = [m for m in shape.members if m.lower() == name.lower()]
                hint = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(list(shape.members)[:40])}"
                raise Wrong(f"{path!r}: {shape.name} has no member {name}{hint}")
            shape = shape.members[name]
            if shape.serialization.get("location") in ("statusCode", "header", "headers"):
                raise Wrong(f"{path!r}: {name} stands in a header, which is not recorded")
        elif shape.type_name == "map":
            shape = shape.value
        else:
            raise Wrong(f"{path!r}: {shape.name} is a {shape.type_name} and has no member {name}")
    for _ in marks:
        if shape.type_name == "structure" and getattr(shape, "is_document_type", False):
            return shape
        if shape.type_name != "list":
            raise Wrong(f"{path!r}: {name} is a {shape.type_name}, not a list: leave the [] out")
        shape = shape.member
    return shape


def walk(shape, path):
    """The shape that a path leads to; every list on the way needs its []."""
    if shape is None:
        raise Wrong(f"{path!r}: the operation answers nothing")
    for name, marks in steps(path):
        shape = enter(shape, name, marks, path)
    return shape


def joined(*paths):
    return ".".join(p for p in paths if p not in ("", ".")) or "."
