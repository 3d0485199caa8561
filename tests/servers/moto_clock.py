"""Runs moto's own server with a clock that a file can set back, so that a seed can make users and keys that are already old.

usage: moto_clock.py CLOCK_FILE [arguments of moto_server]       (the file holds a number of days, 0 for now)

AWS has no call that makes an old access key, and moto takes every date from one function. Only that function is
replaced; nothing else of the server is touched. The file is read at every call: a missing or broken one stops the request.
"""
import datetime
import pathlib
import sys

import moto.core.utils

CLOCK = pathlib.Path(sys.argv[1])
TRUE_NOW = moto.core.utils.utcnow


def shifted_now():
    """The true moment, less the days that the file holds."""
    return TRUE_NOW() - datetime.timedelta(days=int(CLOCK.read_text("ascii")))


# The modules of moto take the function by name when they are loaded, so this must come before they are.
moto.core.utils.utcnow = shifted_now

from moto.server import main  # noqa: E402

if __name__ == "__main__":
    main(sys.argv[2:])
