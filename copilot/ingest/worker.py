"""The child process that opens files: `python -m copilot.ingest.worker`, spoken to over its pipes.

Request: whether numbers are wanted exact (1 byte), the lengths of name and data (8 bytes each, big-endian), then both.
Answer: a length and a JSON object, {"document": …} or {"reason", "detail"}. It says `ready` (an empty answer) once it
can read, has bounded memory and no secrets in its environment, and may be killed at any moment.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
import zlib
from typing import BinaryIO

from copilot.ingest.parts import Refused

REQUEST = struct.Struct(">?QQ")
MEMORY = 1024 * 1024 * 1024
_DAMAGED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
    SyntaxError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


def main() -> None:
    """Answer requests until the pipe closes."""
    _bound_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the protocol
    from copilot.ingest.metadata import language_of
    from copilot.ingest.parse import parse

    language_of("warm up the language model once")
    _send(sink, b"")
    while True:
        sizes = source.read(REQUEST.size)
        if len(sizes) < REQUEST.size:
            return
        exact, name_size, data_size = REQUEST.unpack(sizes)
        name, data = source.read(name_size).decode("utf-8", "surrogateescape"), source.read(data_size)
        try:
            answer = f'{{"document": {parse(name, data, exact=exact).model_dump_json()}}}'.encode()
        except Refused as refusal:
            answer = _refusal(refusal.reason, refusal.detail)
        except (MemoryError, RecursionError):
            _send(sink, _refusal("too_large", "the file needs too much memory to be read"))
            return  # what is left of the memory is not to be trusted
        except _DAMAGED as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - the parent drops or logs it
            answer = _refusal("truncated", "the file is damaged or cut off; open it and save it again")
        _send(sink, answer)


def _refusal(reason: str, detail: str) -> bytes:
    return json.dumps({"reason": reason, "detail": detail}).encode()


def _send(sink: BinaryIO, answer: bytes) -> None:
    sink.write(struct.pack(">Q", len(answer)) + answer)
    sink.flush()


def _bound_memory() -> None:
    """Bound the address space and file sizes where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return  # Windows has none, macOS may refuse: the wall limit of the parent still holds


if __name__ == "__main__":
    main()
