"""Reads files as segments, each in a child process with limits of time and memory: nothing hangs, nothing leaks."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import struct
import subprocess
import sys
import threading
from typing import Any, BinaryIO, NamedTuple

import structlog

from copilot.errors import UnreadableFile
from copilot.ingest.detect import EXTENSIONS
from copilot.ingest.parts import Refused
from copilot.ingest.worker import ANSWER, WALL
from copilot.schemas.evidence import ParsedDocument
from copilot.settings import Settings

SECONDS = 12.0
"""of the processor for one file; a busy machine may take `worker.WALL` times as long"""
OCR_SECONDS = 100.0
_START_SECONDS = 60.0
_GRACE = 5.0
"""The worker stops a slow file itself; when even that fails it is killed this much later."""
READABLE = tuple(EXTENSIONS)


class Member(NamedTuple):
    """A file inside an archive: its bytes, or why it was not unpacked."""

    name: str
    data: bytes
    refusal: UnreadableFile | None = None


def read(name: str, data: bytes, *, exact: bool = False, ocr: str | None = None) -> ParsedDocument:
    """The document in `data`, an archive as one; with every digit of a spreadsheet's numbers if `exact`.

    `ocr` is the program that reads pictures of pages (`ocr_program`); such text is marked.

    Raises:
        UnreadableFile: the reason is one of empty, encrypted, truncated, unsupported, too_large, no_text, unsafe,
            timeout.
    """
    return _document(name, _ask(name, data, exact=exact, ocr=ocr))


def read_or_unpack(name: str, data: bytes, *, ocr: str | None = None) -> ParsedDocument | list[Member]:
    """The document in `data`, or the files in it when it is an archive of files; raises UnreadableFile."""
    answer = _ask(name, data, task="unpack", ocr=ocr)
    head, _, blobs = answer.partition(b"\n")
    fields = json.loads(head)
    return _members(fields["members"], blobs) if "members" in fields else _document(name, head)


def ocr_program(settings: Settings) -> str | None:
    """The program that reads pictures of pages, if that is wanted and it is installed."""
    return shutil.which("tesseract") if settings.ocr == "auto" else None


class Worker:
    """A reader process, one file at a time; it is started when needed and again after a failure."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.peak_kb = 0
        self.cpu_seconds = 0.0
        """What the last file used, where the system tells."""

    def ask(self, name: str, data: bytes, *, task: str = "read", exact: bool = False, ocr: str | None = None) -> bytes:
        """The worker's answer; raises Refused (timeout, too_large) when it gives none."""
        with self._lock:
            process = self._running()
            seconds = self._seconds if ocr is None else max(self._seconds, OCR_SECONDS)
            fields = {"name": name, "task": task, "seconds": seconds, "exact": exact, "ocr": ocr}
            head = json.dumps(fields).encode()
            request = struct.pack(">QQ", len(head), len(data)) + head + data
            answer, late = self._exchange(process, request, WALL * seconds + _GRACE)
            if answer is None:
                self._stop()
                if late:
                    raise Refused("timeout", f"the file could not be read within {seconds:.0f} s")
                raise Refused("too_large", "the file could not be read within the memory limit")
            return answer

    def close(self) -> None:
        """Stop the process."""
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        # Nothing of our environment, keys above all, is any business of the code that opens files.
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "copilot.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._process = process
        answer, _ = self._exchange(process, b"", _START_SECONDS)
        if answer is None:
            self._stop()
            structlog.get_logger("copilot.ingest").error("the reader process did not start")
            raise Refused("timeout", "the reader process did not start; try again")
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)

    def _exchange(self, process: subprocess.Popen[bytes], request: bytes, seconds: float) -> tuple[bytes | None, bool]:
        """The answer, None if the process ended; and whether it was ended for taking too long."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            return self._answer(process, request), late.is_set()
        except OSError:
            return None, late.is_set()
        finally:
            timer.cancel()

    def _answer(self, process: subprocess.Popen[bytes], request: bytes) -> bytes | None:
        if process.stdin is None or process.stdout is None:
            return None
        if request:
            process.stdin.write(request)
            process.stdin.flush()
        head = process.stdout.read(ANSWER.size)
        if len(head) < ANSWER.size:
            return None
        size, self.peak_kb, self.cpu_seconds = ANSWER.unpack(head)
        answer = process.stdout.read(size)
        return answer if len(answer) == size else None


def _ask(name: str, data: bytes, *, task: str = "read", exact: bool = False, ocr: str | None = None) -> bytes:
    try:
        return _worker().ask(name, data, task=task, exact=exact, ocr=ocr)
    except Refused as refusal:
        raise UnreadableFile(name, refusal.reason, refusal.detail) from refusal


def _document(name: str, answer: bytes) -> ParsedDocument:
    fields = json.loads(answer)
    if "document" in fields:
        return ParsedDocument.model_validate(fields["document"])
    raise UnreadableFile(name, fields["reason"], fields["detail"])


def _members(heads: list[dict[str, Any]], blobs: bytes) -> list[Member]:
    found: list[Member] = []
    at = 0
    for head in heads:
        name, size = head["name"], head["size"]
        refusal = UnreadableFile(name, head["reason"], head["detail"]) if head["reason"] else None
        found.append(Member(name, blobs[at : at + size], refusal))
        at += size
    return found


def _close(pipe: BinaryIO | object) -> None:
    try:
        pipe.close()  # type: ignore[union-attr]
    except OSError:
        return  # the unsent rest of a request to a dead process


_workers: dict[int, Worker] = {}
_workers_lock = threading.Lock()


def _worker() -> Worker:
    """The worker of this process: one that was forked off must not share its parent's pipes."""
    with _workers_lock:
        pid = os.getpid()
        if pid not in _workers:
            _workers.clear()
            _workers[pid] = Worker()
            atexit.register(_workers[pid].close)
        return _workers[pid]
