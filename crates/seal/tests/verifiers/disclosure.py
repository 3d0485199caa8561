"""Checks a disclosure by FORMAT.md, section 17, with Python's standard library only: that every entry
shown leads to the root in the statement. The signature over the statement is for openssl (VERIFY.txt).

    python3 disclosure.py FILE
"""
import base64
import hashlib
import json
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fields(value, pointer=""):
    for key in sorted(value):
        below = pointer + "/" + key.replace("~", "~0").replace("/", "~1")
        if isinstance(value[key], dict) and value[key]:
            yield from fields(value[key], below)
        else:
            yield below, canonical(value[key])


def salts(key):
    n = 0
    while True:
        block = sha(key, n.to_bytes(8, "big"))
        yield block[:16]
        yield block[16:]
        n += 1


def field_hash(salt, pointer, value):
    name = pointer.encode()
    return sha(b"\x02", salt, len(name).to_bytes(4, "big"), name, value)


def leaf(entry):
    if "key" in entry:
        stream = salts(bytes.fromhex(entry["key"]))
        salt = next(stream)
    else:
        salt = bytes.fromhex(entry["salt"])
    if "value" in entry:
        kind, hashes = b"F", [field_hash(next(stream), *field) for field in fields(entry["value"])]
    elif "fields" in entry:
        kind, hashes = b"F", [bytes.fromhex(hidden) for hidden in entry["hidden"]]
        for field in entry["fields"]:
            hashes.append(field_hash(bytes.fromhex(field["salt"]), field["pointer"], canonical(field["value"])))
    else:
        kind = b"W"
        content = sha(entry["text"].encode() if "text" in entry else base64.b64decode(entry["base64"]))
    if kind == b"F":
        content = sha(b"\x03", *sorted(hashes))
    path = entry["path"].encode()
    return sha(b"\x00", kind, salt, entry["line"].to_bytes(8, "big"), len(path).to_bytes(2, "big"), path, content)


def root(node, index, size, proof):
    last = size - 1
    for sibling in map(bytes.fromhex, proof):
        assert last > 0, "the proof is too long"
        if index & 1 or index == last:
            node = sha(b"\x01", sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\x01", node, sibling)
        index, last = index >> 1, last >> 1
    assert last == 0, "the proof is too short"
    return node


with open(sys.argv[1], encoding="utf-8", newline="\n") as file:
    header = json.loads(next(file))
    assert (header["assize"], header["version"]) == ("disclosure", 1), "another kind or version"
    envelope = json.loads(header["envelopes"][0])
    statement = json.loads(base64.b64decode(envelope["dsseEnvelope"]["payload"]))
    signed = statement["predicate"]["disclosure"]
    assert signed["algorithm"] == "assize-fields-v1", "another algorithm"
    seen = []
    for line in file:
        entry = json.loads(line)
        place = (entry["path"].encode(), entry["line"])
        assert not seen or seen[-1] < place, "out of order"
        seen.append(place)
        assert 0 <= entry["index"] < signed["size"], "beyond the tree"
        found = root(leaf(entry), entry["index"], signed["size"], entry["proof"])
        assert found.hex() == signed["root"], f"{entry['path']} line {entry['line']} is not what was signed"
    assert len(seen) == header["entries"], "entries are missing"
    print(f"OK {len(seen)} of {signed['size']} entries shown")
