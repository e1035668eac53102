"""What a scoring tool is: one pure function with its types, its source and an example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from copilot.schemas.evidence import Json
from copilot.scoring.base import Outcome


@dataclass(frozen=True)
class Tool:
    """One scoring tool and where its rule comes from; each tool's module ends with its own.

    Its title, its one-line description and its purpose (why somebody would use it, method row 60) stand in the
    catalogue under `scoring.<name>.title`, `.about` and `.purpose`.
    """

    name: str
    version: str
    source: str
    function: Callable[[Any], Outcome[Any]]
    input: type[BaseModel]
    result: type[BaseModel]
    example: Json
