"""Values that a later note corrects or moves: what a sentence may no longer give as current (promises, C7; B12).

The later note must say so ("1.07, not 1.22", « reporté au 12 avril », "the final figure is"); what merely differs is a
contradiction, and both sides are shown elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from copilot.facts.build import read_notes
from copilot.facts.findings import find_changes
from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.verify.attach import Place
from copilot.verify.same import same_size
from copilot.verify.sources import Passage, Sources

MOST = 4_000
"""Segments of an account above which changes are not looked for at each check."""
_OF_THE_PAST = re.compile(
    r"(?<!\w)(?:initial\w*|ancien\w*|auparavant|precedent\w*|premier(?:e|s)? \w+|d'abord|au depart|a l'origine|"
    r"previous\w*|earlier|originally|at first|former\w*|old|corrig\w*|correct\w*|revis\w*|revu\w*|rectifi\w*|au lieu|"
    r"instead|remplac\w*|replac\w*|no longer|ne \w+ plus|n'\w+ plus|report\w*|decal\w*|moved|postpon\w*|repouss\w*|"
    r"draft|projet de|brouillon|prelimin\w*|provis\w*|a consolider|presented|presente\w*|montre\w*|en seance|shown|"
    r"\w{3,}rai(?:t|ent)|ce jour-la|a l'epoque|at the time|tabl\w+ sur|(?:avai|etai)(?:t|ent)|had been)(?!\w)"
)
"""A sentence with such a word tells of the change, or of what was thought, shown or asked before it."""


_NOT_AS_FACT = re.compile(
    r"(?<!\w)(?:demand\w*|propos\w*|souhait\w*|ve(?:ut|ulent)|voul\w*|exig\w*|reclam\w*|vis(?:e|ent|ait)|attend\w*|objectif\w*|cible"
    r"|envisag\w*|prevo\w*|prevu\w*|estim\w*|selon|d'apres|annonc\w*|si|sauf|wants?|wanted|asks?|asked|request\w*|aim\w*"
    r"|targets?|expect\w*|plan(?:s|ned)?|forecast\w*|according|says?|said|if|unless|likely|probab\w*|possib\w*)(?!\w)"
)
"""A wish, a request, a plan or a saying is judged as such."""


@dataclass(frozen=True)
class Superseded:
    """A value at its place in a document, and what a later note says instead."""

    start: int
    end: int
    value: Quantity
    new: Quantity
    document: str

    @property
    def instead(self) -> str:
        """The new value as written."""
        return self.new.text.strip()


@lru_cache(maxsize=4)
def superseded_values(sources: Sources) -> Mapping[str, Sequence[Superseded]]:
    """The values of each document, by its id, that a later note of the account replaces in so many words."""
    documents = [source.document for source in sources.all]
    if sum(len(document.segments) for document in documents) > MOST:
        return {}
    account = next(iter(sorted(sources.names)), "")
    people, supplier, statements = read_notes(documents, account, None)
    by_id = {source.document.id: source for source in sources.all}
    found: dict[str, list[Superseded]] = defaultdict(list)
    for change in find_changes(statements, people, account, supplier).changed:
        if change.implied or change.old.segment.kind == "quoted":
            continue
        offset = by_id[change.old.document.id].offset(change.old.segment.ordinal) + change.old.start
        old, new = change.old_value, change.new_value
        found[change.old.document.id].append(
            Superseded(offset + old.start, offset + old.end, old, new, change.new.document.name)
        )
    return dict(found)


def holds_size(wanted: Quantity, place: Place) -> bool:
    """Whether a sentence has a value, whichever way its sign is said."""
    return any(same_size(wanted, value.quantity) for value in place.reading.values)


def _stands(value: str, text: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(value)}(?![.,]?\d)", text) is not None


def superseded_in(
    text: str, stated: Sequence[Quantity], wanted: Quantity, passages: Iterable[Passage], sources: Sources
) -> Superseded | None:
    """What replaces a value of a sentence, where every passage that has it has it superseded.

    Args:
        text: the sentence; one that tells of the change itself may give the old value.
        stated: all values of the sentence.
        wanted: the value in question.
        passages: the passages that have it; looked at only where one of their values of this size is replaced.
        sources: all sources of the account.
    """
    said = flatten(text)[1]
    if _OF_THE_PAST.search(said) or _NOT_AS_FACT.search(said):
        return None
    replaced = superseded_values(sources)
    correcting = {(s.document, s.instead) for held in replaced.values() for s in held if same_size(wanted, s.value)}
    if not correcting:
        return None
    found: Superseded | None = None
    for passage in passages:
        if any(passage.source.document.name == name and _stands(new, passage.quote) for name, new in correcting):
            continue  # « 96,1 % et non 97,2 % » names the old value to take it back
        here = [
            s
            for s in replaced.get(passage.source.document.id, ())
            if s.start < passage.end and passage.start < s.end and same_size(wanted, s.value)
        ]
        if not here:
            return None
        found = found or here[0]
    if found is None or any(same_size(quantity, found.new) for quantity in stated):
        return None
    return found
