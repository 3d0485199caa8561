"""Asks real OPA what our engine was asked, and fails on any difference.

Needs the wheel opa-golib-python-bindings (it is pure ctypes; its metadata asks for a newer Python
than it uses):

    python3 -m venv VENV
    VENV/bin/pip install --ignore-requires-python opa-golib-python-bindings==0.4.4
    VENV/bin/python tests/opa/differential.py EXPORT.jsonl

EXPORT.jsonl is what the library function `evaluate::export` writes. Compared are, for every
question: whether pass holds, the messages of fail, the messages of not_applicable, and whether
the evaluation erred; and for every test file: that each test holds. Exit code 0: equal; 1: not;
2: nothing was compared.

With --errors-allowed, an evaluation that erred in our engine alone is counted but no difference:
it becomes "unknown", never a verdict. That is for made-up resources that no connector delivers.
"""

import json
import sys
import time

from opa_bindings import OpaEngine, OpaError

MAX_MESSAGES, MAX_MESSAGE = 100, 1000


def engine(policy, data):
    opa = OpaEngine()
    for path, text in policy["files"]:
        opa.add_policy(path, text)
    if "as_of" in policy:
        opa.add_data({"run": {"as_of": policy["as_of"]}, "params": policy["params"], **data})
    return opa


def messages(values):
    cut = sorted({value[:MAX_MESSAGE] for value in values}, key=lambda text: text.encode())
    return cut[:MAX_MESSAGES]


def verdict(opa, policy, resource):
    """What OPA says, in the shape of our verdicts."""
    name = f"data.{policy}"
    query = (
        f"passes := [value | value := {name}.pass]; fails := [text | {name}.fail[text]]; "
        f"nots := [text | {name}.not_applicable[text]]"
    )
    try:
        bindings = opa.eval_query(query, resource)[0]
    except OpaError as error:
        return {"error": str(error)}
    said = {}
    if bindings["passes"] == [True]:
        said["pass"] = True
    if bindings["fails"]:
        said["fail"] = messages(bindings["fails"])
    if bindings["nots"]:
        said["not_applicable"] = messages(bindings["nots"])
    return said


def same(ours, theirs):
    if "error" in ours or "error" in theirs:
        return "error" in ours and "error" in theirs
    return ours == theirs


def run_tests(tests):
    """The names of tests that do not hold under OPA."""
    opa = engine(tests, {})
    holding = held(opa, tests["package"], tests["rules"])
    if holding is None:
        # One of them erred and took the others along: each alone.
        holding = [rule for rule in tests["rules"] if held(opa, tests["package"], [rule])]
    opa.close()
    return [f"{tests['package']}.{rule}" for rule in tests["rules"] if rule not in holding]


def held(opa, package, rules):
    """The rules that are true, all asked in one query, because each query compiles every file anew."""
    query = "; ".join(f"{rule} := [value | value := data.{package}.{rule}]" for rule in rules)
    try:
        found = opa.eval_query(query, {}) if rules else []
    except OpaError:
        return None
    return [rule for rule in rules if found and found[0][rule] == [True]]


def main(path, errors_allowed):
    policies, engines, data = {}, {}, {}
    compared = different = erred = tests = 0
    asked_cpu = 0.0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if "policy" in item:
                policies[item["policy"]["id"]] = item["policy"]
            elif "tests" in item:
                tests += len(item["tests"]["rules"])
                for name in run_tests(item["tests"]):
                    different += 1
                    print(f"{name}: does not hold under OPA")
            elif "data" in item:
                name = item["data"]["policy"]
                data[name] = item["data"]["data"]
                if name in engines:
                    engines.pop(name).close()
            else:
                ask = item["ask"]
                name = ask["policy"]
                if name not in engines:
                    engines[name] = engine(policies[name], data.get(name, {}))
                begin = time.process_time()
                theirs = verdict(engines[name], name, ask["input"])
                asked_cpu += time.process_time() - begin
                compared += 1
                if errors_allowed and "error" in ask["verdict"]:
                    erred += 1
                elif not same(ask["verdict"], theirs):
                    different += 1
                    if different <= 20:
                        resource = ask["input"].get("id")
                        print(f"{name} on {resource}:\n  ours {ask['verdict']}\n  OPA  {theirs}")
    print(f"{compared} answers and {tests} tests compared, {different} different, {erred} erred, OPA used {asked_cpu:.2f} s of CPU")
    if compared == 0:
        return 2
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--errors-allowed" in sys.argv[2:]))
