"""The check of a model's answer: a sentence with a figure stands on evidence of this turn, or it goes.

A sentence may carry the ids of what it rests on (« … [E2] »); an id that no tool gave is an error, and the sentence
goes too. What is left is shown without ids, with its claims and citations beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copilot.assistant.tools import Toolbox
from copilot.schemas.evidence import Citation, Claim, Language, SourceDocument
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities
from copilot.text.sentences import split_sentences

if TYPE_CHECKING:
    from copilot.verify.sources import Sources

_IDS = re.compile(r"\s*\[\s*(E\d+(?:\s*[,;]\s*E\d+)*)\s*\]")
_ID_AFTER_STOP = re.compile(r"([.!?…])((?:\s*\[\s*E\d+(?:\s*[,;]\s*E\d+)*\s*\])+)")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|https?://\S+|<[^<>\n]{1,200}>")
_LINES_PER_SENTENCE = 3


@dataclass
class Checked:
    """What may be shown, and what was taken out."""

    text: str
    claims: list[Claim] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def check_answer(text: str, box: Toolbox, documents: Sequence[SourceDocument], language: Language) -> Checked:
    """The sentences of an answer that may be shown."""
    from copilot.verify.sources import Sources

    names = [name for name in (box.account.name, box.account.supplier) if name]
    sources = Sources.build(documents, list(box.receipts.values()), names)
    checked = Checked("")
    lines: list[str] = []
    for line in _plain(text).splitlines():
        kept = [one for one in _sentences(line, language) if _keep(one, box, sources, language, checked)]
        if kept:
            lines.append(" ".join(_bare(one) for one in kept))
    checked.text = "\n".join(lines).strip()
    return checked


def _plain(text: str) -> str:
    """Without links, images and tags: a text that a note dictated must not fetch or open anything."""
    return _ID_AFTER_STOP.sub(r"\2\1", _MARKUP.sub(lambda match: match[1] or "", text))


def _sentences(line: str, language: Language) -> list[str]:
    return [line[start:end] for start, end in split_sentences(line, language)]


def _bare(sentence: str) -> str:
    return _IDS.sub("", sentence).strip()


def _keep(sentence: str, box: Toolbox, sources: Sources, language: Language, checked: Checked) -> bool:
    from copilot.verify.claims import check_claim

    labels = [label for group in _IDS.findall(sentence) for label in re.findall(r"E\d+", group)]
    bare = _bare(sentence)
    figures = bool(extract_quantities(bare, language))
    if any(label not in box.found for label in labels):
        return _remove(checked, bare, "unknown_id")
    if not labels and (not figures or _spoken(bare, box)):
        return True
    for claim in _candidates(bare, labels, box, len(checked.claims) + 1):
        proved = check_claim(claim, sources, language, fresh=True).claim
        if proved is not None and proved.status in ("fact", "computed", "inferred") and proved.text == bare:
            checked.claims.append(proved)
            return True
    return _remove(checked, bare, "unsupported") if figures or labels else True


def _remove(checked: Checked, sentence: str, reason: str) -> bool:
    checked.removed.append(sentence)
    checked.reasons.append(reason)
    return False


def _spoken(sentence: str, box: Toolbox) -> bool:
    """Whether the sentence repeats one of ours: a question of the interview, a line of the method."""
    return any(fold(sentence) in fold(text) for text in box.spoken)


def _candidates(sentence: str, labels: Sequence[str], box: Toolbox, number: int) -> list[Claim]:
    """Claims to try: with the lines of the named passages, of all passages, then each receipt."""
    wanted = [citation for label in (labels or box.found) for citation in box.found[label]]
    tried = [
        Claim(id=f"answer-{number}", text=sentence, status="fact", citations=best)
        for best in (_best_lines(sentence, wanted),)
        if best
    ]
    if not labels:
        tried += [
            Claim(id=f"answer-{number}", text=sentence, status="computed", receipt=receipt)
            for receipt in box.receipts.values()
        ]
    return tried


def _best_lines(sentence: str, citations: Sequence[Citation]) -> list[Citation]:
    """The lines of the passages that share most with the sentence: a quote is a line, not a page."""
    mine = _words(sentence)
    scored: list[tuple[int, int, Citation]] = []
    for citation in citations:
        for line in citation.quote.splitlines():
            shared = mine & _words(line)
            if shared:
                points = sum(3 if word[0].isdigit() else 1 for word in shared)
                scored.append((points, -len(scored), citation.model_copy(update={"quote": line.strip()})))
    scored.sort(key=lambda one: one[:2], reverse=True)
    return [citation for _, _, citation in scored[:_LINES_PER_SENTENCE]]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 3 or word[0].isdigit()}
