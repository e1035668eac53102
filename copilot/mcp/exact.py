"""Numbers of MCP messages that a binary float would change, kept as text.

The SDK reads JSON numbers into floats. Those with more digits than a float holds are quoted before it reads them:
the tools take a decimal in quotes as the same decimal.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

_PERHAPS_TOO_LONG = re.compile(rb"[0-9.]{17}|[0-9][eE][+-]?[0-9]{3}")


def exact_message(message: bytes) -> bytes:
    """The message as it is, unless a number in it needs quotes; what is no JSON is left to the SDK to refuse."""
    if not _PERHAPS_TOO_LONG.search(message):
        return message
    try:
        read = json.loads(message, parse_float=_kept)
    except (ValueError, RecursionError):
        return message
    return json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _kept(digits: str) -> float | str:
    value = float(digits)
    return value if Decimal(repr(value)) == Decimal(digits) else digits
