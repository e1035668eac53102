"""The result of a scoring tool that a question names: "share of wallet", « pipe pondéré », "NRR"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from copilot.draft.asked import in_full, lexicon
from copilot.facts.terms import terms
from copilot.schemas.evidence import Claim
from copilot.text.normalise import fold

_BESIDES = 1
"""Content words that a question may have beside the tool's name; with more it asks for a part or a cause of it."""


def computed_for(computed: Sequence[Claim], question: str, companies: Collection[str] = ()) -> Claim | None:
    """The claim of the tool that the question names most closely; None when it names none, or asks for more.

    `companies` are folded words of the account's and the supplier's names, which do not count.
    """
    said = " ".join(w for w in fold(question).split() if w.strip("?!.,") not in companies)
    asked = _stems(in_full(said)) | _stems(said)
    content = terms(in_full(said), "fr")
    best: tuple[int, Claim] | None = None
    for claim in computed:
        for name in _names(claim):
            besides = len(content - name)
            if name <= asked and besides <= _BESIDES and (best is None or len(name) > best[0]):
                best = (len(name), claim)
    return best[1] if best else None


def _names(claim: Claim) -> list[frozenset[str]]:
    """The names of the tool, each as the stems that a question must all hold."""
    known = cast("Mapping[str, Sequence[str]]", lexicon()["computed"])
    return [_stems(name) for name in known.get(claim.receipt.tool if claim.receipt else "", ())]


def _stems(folded: str) -> frozenset[str]:
    # Acronyms are shorter than what counts as a content word.
    return terms(folded, "fr") | terms(folded, "en") | frozenset(re.findall(r"(?<!\w)(?:nrr|grr|hhi)(?!\w)", folded))
