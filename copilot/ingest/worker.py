"""The process that opens files: `python -m copilot.ingest.worker`, spoken to over its pipes.

It warms up once, then forks a child for each file: the child has bounded memory, processor time and files, no
secrets in its environment, may neither write nor connect nor start programs, and is killed when it takes too long.
Where a system cannot fork (Windows, macOS) the files are read in this process, and the caller kills it.

Request: the lengths of a head and of the data (8 bytes each, big-endian), then both. The head is JSON:
{"name", "task": "read" | "unpack", "seconds", "exact", "ocr"}, where the seconds are of the processor. Answer: a
length, the peak memory in KB and the processor seconds, then a JSON object: {"document": …}, {"reason", "detail"}, or
{"members": […]}, a line break and their bytes. It says `ready` (an empty answer) once it can read.
"""

from __future__ import annotations

import gc
import json
import math
import os
import select
import signal
import struct
import sys
import time
import zipfile
import zlib
from typing import Any, BinaryIO, NoReturn

from copilot.ingest.parts import Refused

MEMORY = 1024 * 1024 * 1024
ANSWER = struct.Struct(">QQd")
WALL = 2.5
"""Seconds on the clock for each processor second: a file must not fail because the machine is busy."""
_TOO_MUCH_MEMORY = ("too_large", "the file needs too much memory to be read")
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
_NOTE = """# Compte rendu du 12 janvier 2027

Présents : Odile Castan (directrice des achats), Sam Hollis.

Le contrat se termine le 31 décembre 2027. Le budget est de 12 k€, soit 8 % de plus.

| Site | CA 2026 |
| --- | --- |
| Gisors | 910 k€ |

--
Odile Castan
Confidential: this message is for the addressee only.

On Mon, 12 January 2027 at 10:04, Sam Hollis wrote:
> The contract ends on 31 December 2027.
"""
_FORKS = hasattr(os, "fork") and sys.platform != "darwin"
Usage = tuple[int, float]
"""Peak memory in KB and processor seconds."""


def main() -> None:
    """Answer requests until the pipe closes."""
    _bound("RLIMIT_AS", MEMORY)
    _bound("RLIMIT_CORE", 0)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the protocol
    sys.dont_write_bytecode = True
    from copilot.ingest.parse import preload

    _warm_up()
    _send(sink, b"", (0, 0.0))
    while True:
        sizes = source.read(16)
        if len(sizes) < 16:
            return
        head_size, data_size = struct.unpack(">QQ", sizes)
        head, data = json.loads(source.read(head_size)), source.read(data_size)
        preload(head["name"])
        if _FORKS:
            answer, usage = _forked(head, data)
        else:
            answer, usage = answered(head, data), (0, 0.0)
        del data
        _send(sink, answer, usage)
        if answer == _refusal(*_TOO_MUCH_MEMORY) and not _FORKS:
            return  # what is left of the memory is not to be trusted


def _warm_up() -> None:
    """Read a text, a mail and a table, so that no child pays again for what is loaded and compiled at first use."""
    from copilot.ingest.parse import parse

    parse("note.md", _NOTE.encode())
    parse("mail.eml", b"From: a@example.org\nTo: b@example.org\nSubject: Point\n\n" + _NOTE.encode())
    parse("table.csv", b"Site;CA 2026\nGisors;910\nMelun;1 240\n")
    gc.collect()
    gc.freeze()  # what a child looks at only must not be copied into it


def answered(head: dict[str, Any], data: bytes) -> bytes:
    """What the readers say about a file, as the bytes of an answer."""
    from copilot.ingest.parse import parse, unpacked

    try:
        members = unpacked(head["name"], data) if head["task"] == "unpack" else None
        if members is not None:
            return json.dumps({"members": [member.head() for member in members]}).encode() + b"".join(
                [b"\n", *(member.data for member in members)]
            )
        document = parse(head["name"], data, exact=head["exact"], ocr=head["ocr"])
        return f'{{"document": {document.model_dump_json()}}}'.encode()
    except Refused as refusal:
        return _refusal(refusal.reason, refusal.detail)
    except (MemoryError, RecursionError):
        return _refusal(*_TOO_MUCH_MEMORY)
    except _DAMAGED as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - the parent drops or logs it
        return _refusal("truncated", "the file is damaged or cut off; open it and save it again")


def _forked(head: dict[str, Any], data: bytes) -> tuple[bytes, Usage]:
    """The answer of a child of its own, and what it used."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer_and_end(head, data, writing)
    os.close(writing)
    answer, late = _collected(reading, WALL * head["seconds"])
    os.close(reading)
    _kill_group(child)
    _, status, used = os.wait4(child, 0)
    usage = (used.ru_maxrss, used.ru_utime + used.ru_stime)
    if late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return _refusal("timeout", f"the file could not be read within {head['seconds']:.0f} s"), usage
    if answer is None and os.WIFEXITED(status):
        return _refusal("truncated", "the reader failed on this file; save it again or in another format"), usage
    return answer or _refusal("too_large", "the file could not be read within the memory limit"), usage


def _answer_and_end(head: dict[str, Any], data: bytes, writing: int) -> NoReturn:
    """Answer in the child and end it, whatever happens."""
    from copilot.ingest.confine import confine

    try:
        os.setpgid(0, 0)
        os.close(0)
        os.close(1)
        _bound("RLIMIT_CPU", math.ceil(head["seconds"]), more=1)  # the signal says why, before the end that does not
        _bound("RLIMIT_FSIZE", 0)
        confine(head["ocr"])
        answer = answered(head, data)
        answer = struct.pack(">Q", len(answer)) + answer
        while answer:
            answer = answer[os.write(writing, answer[: 1 << 20]) :]
    finally:
        os._exit(0)


def _collected(reading: int, seconds: float) -> tuple[bytes | None, bool]:
    """The whole answer, None when the child ended without one; and whether it took too long."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None, True
        part = os.read(reading, 1 << 20)
        if not part:
            break
        parts.append(part)
    raw = b"".join(parts)
    whole = len(raw) >= 8 and len(raw) - 8 == struct.unpack(">Q", raw[:8])[0]
    return (raw[8:] if whole else None), False


def _kill_group(child: int) -> None:
    """End the child with what it started."""
    for end in (os.killpg, os.kill):
        try:
            end(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _refusal(reason: str, detail: str) -> bytes:
    return json.dumps({"reason": reason, "detail": detail}).encode()


def _send(sink: BinaryIO, answer: bytes, usage: Usage) -> None:
    sink.write(ANSWER.pack(len(answer), *usage))
    sink.write(answer)
    sink.flush()


def _bound(limit: str, value: int, more: int = 0) -> None:
    """Bound a resource where the system can; the hard limit may be a little higher."""
    try:
        import resource

        resource.setrlimit(getattr(resource, limit), (value, value + more))
    except (ImportError, AttributeError, ValueError, OSError):
        return  # Windows has none, macOS may refuse: the wall limit still holds


if __name__ == "__main__":
    main()
