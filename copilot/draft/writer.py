"""What a writer is: the one part of the pipeline that can be swapped."""

from __future__ import annotations

from typing import Protocol

from copilot.schemas.evidence import Language
from copilot.schemas.facts import SectionBrief
from copilot.schemas.plan import Section


class Writer(Protocol):
    """Turns the facts of a brief into a section; whatever it writes goes through the verifier."""

    name: str

    def write(self, brief: SectionBrief, language: Language) -> Section:
        """The section.

        Raises:
            ModelFailed: the writer depends on a model that gave nothing usable.
        """
        ...
