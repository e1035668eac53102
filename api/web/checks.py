"""Checked sentences as the page shows them: cut at the parts that the notes do not prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from copilot.schemas.check import Assessment, CheckVerdict, Fragment
from copilot.schemas.evidence import Citation


@dataclass(frozen=True)
class Stretch:
    """Part of a sentence; `verdict` is that of the unproved part it belongs to, or None."""

    text: str
    verdict: CheckVerdict | None


@dataclass(frozen=True)
class Part:
    """An unproved part; `named` says whether its words must be told beside the reason, `evidence` is shown once."""

    fragment: Fragment
    named: bool
    evidence: Citation | None


@dataclass(frozen=True)
class Checked:
    """A sentence with its verdict, cut for display."""

    assessment: Assessment
    stretches: tuple[Stretch, ...]
    parts: tuple[Part, ...]
    proofs: tuple[Citation, ...]

    @property
    def cited(self) -> list[Citation]:
        """All that is shown of the notes."""
        return [*self.proofs, *(part.evidence for part in self.parts if part.evidence is not None)]


def checked(assessments: Sequence[Assessment]) -> list[Checked]:
    """The sentences in order."""
    return [_checked(assessment) for assessment in assessments]


def _checked(assessment: Assessment) -> Checked:
    unproved = tuple(fragment for fragment in assessment.fragments if fragment.verdict != "supported")
    values = [f.evidence for f in assessment.fragments if f.verdict == "supported" and f.evidence is not None]
    proofs = tuple(dict.fromkeys([*values, *assessment.citations[:1]]))
    return Checked(assessment, _stretches(assessment.text, unproved), _parts(assessment.text, unproved), proofs)


def _parts(text: str, unproved: Sequence[Fragment]) -> tuple[Part, ...]:
    shown: set[Citation | None] = set()
    parts = []
    for fragment in unproved:
        evidence = None if fragment.evidence in shown else fragment.evidence
        shown.add(fragment.evidence)
        named = fragment.text not in fragment.reason and _is_part(fragment, text)
        parts.append(Part(fragment, named, evidence))
    return tuple(parts)


def _is_part(fragment: Fragment, text: str) -> bool:
    """Whether it is less than the whole sentence."""
    return fragment.end - fragment.start < len(text.rstrip(" .!?"))


def _stretches(text: str, unproved: Sequence[Fragment]) -> tuple[Stretch, ...]:
    """The text cut where parts begin and end; of parts that overlap, the worse verdict shows.

    A part that is the whole sentence marks it only when no smaller one does.
    """
    smaller = [fragment for fragment in unproved if _is_part(fragment, text)]
    marked = smaller or list(unproved)
    cuts = sorted({0, len(text), *(min(at, len(text)) for f in marked for at in (f.start, f.end))})
    stretches = []
    for start, end in pairwise(cuts):
        over = [f.verdict for f in marked if f.start < end and start < f.end]
        verdict = min(over, default=None)  # "contradicted" sorts before "unsupported"
        stretches.append(Stretch(text[start:end], verdict))
    return tuple(stretches)
