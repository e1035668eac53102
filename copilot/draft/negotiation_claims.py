"""Claims of the negotiation file: from facts of the notes, and from the brief as the KAM's own word."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from copilot.schemas.evidence import Citation, Claim, Language, Locator, Receipt, Segment, SourceDocument
from copilot.schemas.facts import BRIEF_DOCUMENT, Fact
from copilot.schemas.negotiation import BriefIssue, NegotiationBrief
from copilot.scoring.receipt import plain
from copilot.scoring.wording import NO_CURRENCY, money
from copilot.text.catalogue import t

NBSP = "\u00a0"
_SHORT, _LONG = 8, 60
_VALUES = ("opening", "objective", "floor", "counterpart_limit")


@dataclass(frozen=True)
class BriefLine:
    """One citable line of the brief."""

    part: str
    text: str


def with_unit(value: Decimal, unit: str | None, language: Language) -> str:
    """A value with its unit: "0 %" in French, "0%" in English, "1,5 €/h"."""
    text = plain(value)
    if language == "fr":
        text = text.replace(".", ",")
    if not unit:
        return text
    return f"{text}%" if unit == "%" and language == "en" else f"{text}{NBSP}{unit}"


def _value_text(issue: BriefIssue, name: str, language: Language) -> str | None:
    value = getattr(issue, name)
    if value is None:
        return None
    return t(f"negotiation.brief.{name}", language, name=issue.name, value=with_unit(value, issue.unit, language))


def _issue_lines(rank: int, issue: BriefIssue, language: Language) -> list[BriefLine]:
    lines = [(f"issues.{rank}.{name}", _value_text(issue, name, language)) for name in _VALUES]
    found = [BriefLine(part, text) for part, text in lines if text is not None]
    return found or [BriefLine(f"issues.{rank}", t("negotiation.brief.issue", language, name=issue.name))]


def brief_lines(brief: NegotiationBrief, language: Language = "fr") -> list[BriefLine]:
    """The brief line by line; the free words of the KAM stay as they are."""
    values = {
        "object": brief.object,
        "date": brief.date,
        "place": brief.place,
        "duration_minutes": str(brief.duration_minutes) if brief.duration_minutes else None,
        "batna_ours": brief.batna_ours,
        "batna_theirs": brief.batna_theirs,
    }
    lines = [
        BriefLine(part, t(f"negotiation.brief.{part}", language, value=value))
        for part, value in values.items()
        if value
    ]
    lines += [
        BriefLine(f"participants.{rank}", t("negotiation.brief.participant", language, value=name))
        for rank, name in enumerate(brief.participants)
    ]
    for rank, issue in enumerate(brief.issues):
        lines += _issue_lines(rank, issue, language)
    for rank, concession in enumerate(brief.concessions):
        lines.append(
            BriefLine(f"concessions.{rank}.give", t("negotiation.brief.give", language, value=concession.give))
        )
        if concession.get:
            lines.append(
                BriefLine(f"concessions.{rank}.get", t("negotiation.brief.get", language, value=concession.get))
            )
        lines += [
            BriefLine(
                f"concessions.{rank}.{name}",
                t(f"negotiation.brief.{name}", language, name=concession.give, value=_amount(value, brief, language)),
            )
            for name, value in (("cost", concession.cost), ("value", concession.value))
            if value is not None
        ]
    if brief.mandate is not None:
        lines.append(
            BriefLine(
                "mandate", t("negotiation.brief.mandate", language, value=_amount(brief.mandate, brief, language))
            )
        )
    return lines


def _amount(value: Decimal, brief: NegotiationBrief, language: Language) -> str:
    return money(value, brief.currency or NO_CURRENCY, language, 2)


def brief_document(brief: NegotiationBrief, now: dt.datetime) -> SourceDocument:
    """The brief as a source, so that what is drawn from it is quoted like any note."""
    lines = brief_lines(brief)
    segments = tuple(
        Segment(ordinal=rank, kind="paragraph", text=line.text, locator=Locator(part=line.part), author="KAM")
        for rank, line in enumerate(lines)
    )
    digest = hashlib.sha256("\n".join(line.text for line in lines).encode("utf-8")).hexdigest()
    return SourceDocument(
        id=f"brief-{digest[:12]}",
        name=BRIEF_DOCUMENT,
        media_type="application/json",
        kind="interview",
        title=BRIEF_DOCUMENT,
        author="KAM",
        date=now.date(),
        language="fr",
        segments=segments,
        sha256=digest,
        added_at=now,
    )


@dataclass
class ClaimMaker:
    """Numbers the claims of one file and remembers what they cite."""

    language: Language
    brief_date: dt.date
    quotes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)
    cited: dict[tuple[str, str, str], Citation] = field(default_factory=dict)

    @classmethod
    def build(cls, brief: NegotiationBrief | None, language: Language, brief_date: dt.date) -> ClaimMaker:
        """A maker that knows the lines of the brief, as quoted and as phrased in the file's language."""
        maker = cls(language, brief_date)
        if brief is not None:
            maker.quotes = {line.part: line.text for line in brief_lines(brief)}
            maker.texts = {line.part: line.text for line in brief_lines(brief, language)}
        return maker

    def _new(self, section: str, text: str, citations: Iterable[Citation], **more: object) -> Claim:
        self._count[section] = self._count.get(section, 0) + 1
        kept = list(citations)
        for citation in kept:
            self.cited.setdefault((citation.document, citation.quote, citation.locator.model_dump_json()), citation)
        values = {"id": f"{section}-{self._count[section]}", "text": text, "citations": kept, **more}
        return Claim.model_validate(values)

    def fact(self, section: str, fact: Fact, text: str | None = None, also: Iterable[Fact] = ()) -> Claim:
        """A claim in the words of the note; `also` adds the facts that it rests on besides."""
        others = list(also)
        citations = [citation for item in (fact, *others) for citation in item.citations]
        dates = [item.said_on.isoformat() for item in (fact, *others) if item.said_on]
        status = "contradicted" if fact.disputed else "fact"
        return self._new(section, text or wording(fact), citations, status=status, as_of=max(dates, default=None))

    def brief(self, section: str, part: str, text: str | None = None) -> Claim:
        """A claim in the words of the brief."""
        citation = Citation(
            document=BRIEF_DOCUMENT,
            quote=self.quotes[part],
            locator=Locator(part=part),
            date=self.brief_date.isoformat(),
        )
        words = text or self.texts[part]
        return self._new(section, words, [citation], status="fact", as_of=self.brief_date.isoformat())

    def computed(self, section: str, text: str, receipt: Receipt, sources: Iterable[Claim]) -> Claim:
        """A claim on a tool's result, with the citations of its inputs."""
        citations = [citation for claim in sources for citation in claim.citations]
        return self._new(section, text, citations, status="computed", receipt=receipt)

    def sources(self) -> list[Citation]:
        """Everything cited, once, in order of first use."""
        return list(self.cited.values())


def wording(fact: Fact) -> str:
    """The fact's words; the whole quote when little is left of it, so that nothing hangs in the air."""
    quote = " ".join(fact.citations[0].quote.split())
    short = len(fact.text.split()) < _SHORT and fact.segment_kind != "row"
    return sentence(quote) if short and len(quote.split()) <= _LONG else fact.text


def sentence(text: str) -> str:
    """A part of a sentence on its own: trimmed, first letter up."""
    trimmed = re.sub(r"\s+", " ", text).strip(" ,;:–—-\u00a0")
    return trimmed[:1].upper() + trimmed[1:]
