"""What the process that reads a file may not do, whatever a library tries: write, connect, start programs."""

from __future__ import annotations

import os
import sys
from typing import Any

_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "urllib.Request",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "os.putenv",
    "shutil.",
    "tempfile.",
    "ctypes.dlopen",
    "pty.spawn",
    "webbrowser.open",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(program: str | None) -> None:
    """Forbid it from now on in this process; only `program` (the OCR) may be started."""

    def guard(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            _, mode, flags = given
            writing = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & _WRITING)
            if writing and given[0] not in (os.devnull,) and not isinstance(given[0], int):
                raise PermissionError(f"a reader may not write {given[0]!r}")
        elif event == "subprocess.Popen":
            if program is None or given[0] != program:
                raise PermissionError("a reader may not start programs")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"a reader may not do this: {event}")

    sys.addaudithook(guard)
