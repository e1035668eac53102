"""How long a text is for a model, without ever going to the network."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import structlog

from copilot.settings import Settings

_ENCODING = "o200k_base"
_FILE = "fb374d419588a4632f3f557e76b4b70aebbca790"
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_BYTES_PER_TOKEN = 3.5


def estimate(text: str) -> int:
    """About the number of tokens: one for each 3.5 bytes of UTF-8, which suits French and English."""
    return math.ceil(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN)


def open_counter(resource_dir: Path) -> Callable[[str], int]:
    """A counter by tiktoken's o200k_base if its file lies below `resource_dir`, else the estimate."""
    log = structlog.get_logger("copilot.tokens")
    folder = resource_dir.absolute() / "resources" / "llama_index" / "core" / "_static" / "tiktoken_cache"
    # tiktoken downloads whatever it does not find or does not trust, so look before it does.
    if not _is_trusted(folder / _FILE):
        log.info("tokens are estimated", reason="encoding file missing or altered", folder=str(folder))
        return estimate
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)  # noqa: TID251 - tiktoken's only way to be told its folder
    import tiktoken

    encoding = tiktoken.get_encoding(_ENCODING)
    log.info("tokens are counted", encoding=_ENCODING)
    return lambda text: len(encoding.encode_ordinary(text))


def count(text: str) -> int:
    """The number of tokens of `text`."""
    return _counter()(text)


def _is_trusted(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == _SHA256


@cache
def _counter() -> Callable[[str], int]:
    return open_counter(Settings().resource_dir)
