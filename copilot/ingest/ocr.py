"""Reads pictures of pages with tesseract, where it is installed and wanted (`ABP_OCR=auto`); nothing is downloaded."""

from __future__ import annotations

import subprocess

_PAGE_SECONDS = 60.0
_MOST = 2 * 1024 * 1024


def recognised(picture: bytes, program: str) -> str:
    """The text in a picture, empty when the program fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - a program found on the path by the caller, with fixed arguments
            [program, "stdin", "stdout", "-l", "fra+eng"],
            input=picture,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout[:_MOST].decode("utf-8", "ignore").replace("\f", "\n") if done.returncode == 0 else ""
