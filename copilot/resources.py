"""Finds prompts/ and knowledge/, in an installed wheel or in a checkout, and reads their YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_PACKAGE = Path(__file__).parent
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it: the same safe subset, several times faster."""


def resource(name: str) -> Path:
    """The folder `name` ("prompts" or "knowledge")."""
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def load_yaml(path: Path) -> Any:
    """What a YAML file of the project holds; plain data only."""
    loader = _Loader(path.read_text("utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
