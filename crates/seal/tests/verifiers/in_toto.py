"""Reads the test result of an unpacked bundle with in-toto-attestation, whose types are those of the specification.

Usage: python in_toto.py FOLDER
"""

import base64
import json
import pathlib
import sys

import google.protobuf.json_format as pb_json
import in_toto_attestation.predicates.test_result.v0.test_result_pb2 as test_result_pb
from in_toto_attestation.v1.statement import Statement
import in_toto_attestation.v1.statement_pb2 as statement_pb

envelope = json.loads((pathlib.Path(sys.argv[1]) / "attestations/test-result.sigstore.json").read_text())
payload = base64.b64decode(envelope["dsseEnvelope"]["payload"], validate=True)
# Unknown fields are an error of the parser.
statement = pb_json.Parse(payload, statement_pb.Statement())
Statement.copy_from_pb(statement).validate()
assert statement.predicate_type == "https://in-toto.io/attestation/test-result/v0.1", statement.predicate_type
predicate = pb_json.ParseDict(pb_json.MessageToDict(statement.predicate), test_result_pb.TestResult())
assert predicate.result in ("PASSED", "WARNED", "FAILED"), predicate.result
assert predicate.configuration, "no configuration"
print("OK", predicate.result, list(predicate.failed_tests))
