"""The writer that asks a language model for the sentences of a section.

The model is shown numbered facts and answers with sentences and fact ids. It never gives a quote: the citations
of a claim are those of the facts it names, so a sentence can be wrong but its source cannot be invented.
A sentence that names an unknown fact, or none, is dropped here; all others still go through the verifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, cast

import structlog
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from copilot.llm import PERSISTENT, ModelProblem, structured
from copilot.prompts import LANGUAGE_NAMES, prompt, untrusted
from copilot.schemas.evidence import Citation, Claim, ClaimStatus, Language
from copilot.schemas.facts import Fact, SectionBrief
from copilot.schemas.plan import Section
from copilot.settings import Settings
from copilot.text.instructions import find_instructions
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences

log = structlog.get_logger(__name__)

MAX_CLAIMS = 8
MAX_FACTS = 30
MAX_CITATIONS = 4
_QUOTE_CHARACTERS = 240


def _weaker(status: object) -> object:
    """A status of the model's own making claims less, not more: small models write "tentative" or "assumption"."""
    return status if status in ("fact", "inferred") or not isinstance(status, str) else "inferred"


class DraftedClaim(BaseModel):
    """One sentence of the section."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="one short sentence in the language of the answer")
    fact_ids: list[str] = Field(description="ids of the facts that the sentence rests on, for example F3")
    status: Annotated[Literal["fact", "inferred"], BeforeValidator(_weaker)] = Field(
        description="fact: the facts say it; inferred: it follows from them"
    )


class DraftedSection(BaseModel):
    """The sentences of the section, the most important first."""

    model_config = ConfigDict(extra="forbid")

    claims: list[DraftedClaim] = Field(description="the sentences; empty when no fact belongs in the section")


def schema_for(labels: Iterable[str]) -> type[DraftedSection]:
    """The schema with the known fact ids spelled out for servers that constrain decoding; reading stays lenient."""
    one: Any = Annotated[str, WithJsonSchema({"type": "string", "enum": list(labels)})]
    ids = (list[one], DraftedClaim.model_fields["fact_ids"])
    claim: Any = create_model("DraftedClaim", __base__=DraftedClaim, fact_ids=ids)
    claims = (list[claim], DraftedSection.model_fields["claims"])
    made: Any = create_model("DraftedSection", __base__=DraftedSection, claims=claims)
    return cast("type[DraftedSection]", made)


class LLMWriter:
    """A `Writer` over the configured model; one instance serves one draft.

    After a failure that the next call would meet again (nobody listens, no answer in time, refused key) it fails
    at once for the remaining sections instead of making the user wait for each.
    """

    name = "llm"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._given_up: ModelProblem | None = None

    def write(self, brief: SectionBrief, language: Language) -> Section:
        """The section's claims, from the brief's facts only; an empty brief never reaches the model.

        Raises:
            ModelProblem: the model failed, or none of its sentences named a known fact.
        """
        section = Section(key=brief.key, title=brief.title, claims=[c.model_copy(deep=True) for c in brief.computed])
        # What addresses an assistant proves nothing, so it has no place among the facts.
        facts = [fact for fact in brief.facts if not find_instructions(fact.text)][:MAX_FACTS]
        if not facts:
            return section
        shown = {f"F{number}": fact for number, fact in enumerate(facts, start=1)}
        drafted = self._drafted(brief, shown, language)
        claims = _claims(brief.key, drafted, shown, language)
        if drafted.claims and not claims:
            raise ModelProblem(self._settings, "unusable", "no sentence named a known fact")
        section.claims = claims + section.claims
        return section

    def _drafted(self, brief: SectionBrief, shown: dict[str, Fact], language: Language) -> DraftedSection:
        if self._given_up:
            raise self._given_up
        template = prompt("draft/section")
        messages = template.render(
            language=LANGUAGE_NAMES[language],
            section=f"{brief.key} ({brief.title})",
            account=untrusted("NAME", brief.account_name),
            facts=untrusted("FACTS", "\n\n".join(_shown(label, fact) for label, fact in shown.items())),
            computed=untrusted("COMPUTED", "\n".join(f"- {claim.text}" for claim in brief.computed) or "-"),
            limit=str(MAX_CLAIMS),
        )
        log.info("section asked for", section=brief.key, prompt=template.name, sha256=template.sha256, facts=len(shown))
        try:
            return structured(self._settings, schema_for(shown), messages)
        except ModelProblem as problem:
            if problem.reason in PERSISTENT:
                self._given_up = problem
            raise


def _shown(label: str, fact: Fact) -> str:
    """A fact as the model reads it."""
    marks = [word for word, on in (("tentative", fact.tentative), ("disputed", fact.disputed)) if on]
    head = [label, fact.kind, *marks, f"source: {fact.document}"]
    if fact.said_by:
        head.append(f"said by {fact.said_by}")
    if fact.said_on:
        head.append(fact.said_on.isoformat())
    lines = [" | ".join(head), fact.text]
    quotes = (citation.quote for citation in fact.citations[:2])
    lines += [f'quote: "{quote[:_QUOTE_CHARACTERS]}"' for quote in quotes if quote.strip() != fact.text.strip()]
    return "\n".join(lines)


def _claims(key: str, drafted: DraftedSection, shown: dict[str, Fact], language: Language) -> list[Claim]:
    claims: list[Claim] = []
    seen: set[str] = set()
    for one in drafted.claims:
        labels = dict.fromkeys(label.strip().strip("[]").upper() for label in one.fact_ids)
        if not labels or any(label not in shown for label in labels):
            log.info("sentence dropped", section=key, ids=one.fact_ids)
            continue
        for text, facts in _sentences(one.text, [shown[label] for label in labels], language):
            if text in seen or find_instructions(text):
                continue
            seen.add(text)
            claims.append(
                Claim(
                    id=f"{key}-{len(claims) + 1}",
                    text=text,
                    status=_status(one.status, facts),
                    citations=_citations(facts),
                    as_of=_as_of(facts),
                )
            )
    return claims[:MAX_CLAIMS]


def _sentences(text: str, facts: list[Fact], language: Language) -> list[tuple[str, list[Fact]]]:
    """Each sentence with the facts that it alone rests on: small models put a whole section into one claim."""
    clean = " ".join(text.split())
    spans = split_sentences(clean, language)
    if len(spans) < 2:
        return [(clean, facts)] if clean else []
    pairs = [(clean[start:end], [fact for fact in facts if _shares(clean[start:end], fact)]) for start, end in spans]
    return [(sentence, kept) for sentence, kept in pairs if kept]


def _shares(sentence: str, fact: Fact) -> bool:
    """Whether a sentence speaks of a fact: a figure in common, or two longer words."""
    mine, theirs = _words(sentence), _words(f"{fact.text} {' '.join(c.quote for c in fact.citations)}")
    common = mine & theirs
    return any(word[0].isdigit() for word in common) or len(common) >= 2


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 4 or word[0].isdigit()}


def _status(said: Literal["fact", "inferred"], facts: Sequence[Fact]) -> ClaimStatus:
    """The model's word, unless the facts themselves are weaker than it says."""
    if any(fact.disputed for fact in facts):
        return "contradicted"
    if any(fact.tentative for fact in facts):
        return "inferred"
    return said


def _citations(facts: Sequence[Fact]) -> list[Citation]:
    """The facts' citations, the first of every fact before the second of any."""
    depth = max(len(fact.citations) for fact in facts)
    ordered = [fact.citations[at] for at in range(depth) for fact in facts if at < len(fact.citations)]
    unique = {(citation.document, citation.quote): citation for citation in reversed(ordered)}
    return list(reversed(unique.values()))[: max(MAX_CITATIONS, len(facts))]


def _as_of(facts: Sequence[Fact]) -> str | None:
    dates = [citation.date for fact in facts for citation in fact.citations if citation.date]
    dates += [fact.said_on.isoformat() for fact in facts if fact.said_on]
    return max(dates, default=None)
