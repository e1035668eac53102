"""Whether a plan looks at the client or at us (S4: plans die of looking inward; method row 27)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Strict, ratio, rounded
from copilot.scoring.quality import orientation_why
from copilot.scoring.quality.lines import main_language
from copilot.scoring.quality.orientation_input import (
    PARTS,
    ActionLine,
    ObjectiveLine,
    OrientationInput,
    Part,
    SentenceLine,
)
from copilot.scoring.quality.references import Names, build_names
from copilot.scoring.quality.stance import Stance, Verdict, stance_of
from copilot.scoring.tool import Tool
from copilot.text.language import language_of
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences

FORMULA = (
    "score = sum(w_i * share_i) / sum(w_i) over the parts that have lines: objectives with an evidenced client "
    "objective, actions with a client-side owner or a client benefit, sentences client-centred (mixed ones count "
    "mixed_weight)"
)
ONE = Decimal(1)


class LineVerdict(Strict):
    """One line, whom it serves and what to ask."""

    part: Part
    line: int = Field(description="its place in the list given, from 1; sentences of `text` follow")
    text: str
    language: Language
    verdict: Verdict = Field(description="client, internal, mixed (both) or neutral (neither)")
    judged_by: Literal["words", "person"]
    client_words: list[str] = Field(description="words that make it serve the client")
    our_words: list[str] = Field(description="words that make it serve us")
    counted: Decimal = Field(description="what it counts in its share: 0 to 1")
    ask: Note | None = Field(description="what to ask to repair it, when it counts nothing and is not neutral")


class PartShare(Strict):
    """One part of the score."""

    part: Part
    lines: int
    met: Decimal = Field(description="sum of what its lines count")
    share: Decimal = Field(description="met / lines")
    weight: Decimal = Field(description="its weight once parts without lines are left out")


class OrientationResult(Strict):
    """How much the plan looks at the client."""

    score: Decimal = Field(description="0 (looks at us) to 1 (looks at the client)")
    verdict: Literal["client_oriented", "too_internal"]
    threshold: Decimal
    parts: list[PartShare]
    verdicts: dict[Verdict, int] = Field(description="sentences by verdict")
    sided_share: Decimal | None = Field(
        description="the share of the client among the sentences that serve a side; None when none does"
    )
    internal_objectives: list[str] = Field(description="objectives about us alone, without a client objective")


def client_orientation(given: OrientationInput) -> Outcome[OrientationResult]:
    """The share of a plan that starts from the client, line by line."""
    items, repeated = _items(given)
    shares = _shares(items, given)
    if not shares:
        missing = ["lines that count in a part whose weight is above 0"] if items else [*PARTS]
        return Outcome(result=None, formula=FORMULA, missing=missing)
    with localcontext(prec=PRECISION):
        score = sum((part.met / part.lines * part.weight for part in shares), Decimal(0))
    internal = [
        i.text for i in items if i.part == "objectives" and i.verdict == "internal" and not i.counted
    ]  # fmt: skip
    result = OrientationResult(
        score=rounded(score, 6),
        verdict="client_oriented" if score >= given.threshold else "too_internal",
        threshold=given.threshold,
        parts=[
            part.model_copy(update={"share": rounded(part.share, 6), "weight": rounded(part.weight, 6)})
            for part in shares
        ],
        verdicts={
            verdict: sum(i.verdict == verdict for i in items if i.part == "sentences")
            for verdict in ("client", "internal", "mixed", "neutral")
        },
        sided_share=_sided_share(items),
        internal_objectives=sorted(internal),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=orientation_why.findings(given, result, items, repeated),
        why=orientation_why.why(given, result, items, shares, score),
    )


def _items(given: OrientationInput) -> tuple[list[LineVerdict], int]:
    """Every line judged, sentences that stand twice once; and how many were repeated."""
    names = build_names(
        [given.client] if given.client else [], [given.us] if given.us else [],
        given.client_people, given.our_people, given.others,
    )  # fmt: skip
    sentences, repeated = _sentences(given)
    every = [*given.objectives, *given.actions, *(line for _, line in sentences)]
    usual = given.language or main_language(line.text for line in every)

    def judge(part: Part, rank: int, line: ObjectiveLine | ActionLine | SentenceLine) -> LineVerdict:
        language = given.language or language_of(line.text, usual)
        own = line.verdict if isinstance(line, SentenceLine) else None
        stance = stance_of(line.text, language, names) if own is None else Stance(own)
        counted = _counted(line, stance.verdict, given, names)
        return LineVerdict(
            part=part,
            line=rank,
            text=line.text,
            language=language,
            verdict=stance.verdict,
            judged_by="words" if own is None else "person",
            client_words=list(stance.client_words),
            our_words=list(stance.our_words),
            counted=counted,
            ask=orientation_why.ask(part, stance, counted),
        )

    items = [judge("objectives", rank, line) for rank, line in enumerate(given.objectives, start=1)]
    items += [judge("actions", rank, line) for rank, line in enumerate(given.actions, start=1)]
    return items + [judge("sentences", rank, line) for rank, line in sentences], repeated


def _sentences(given: OrientationInput) -> tuple[list[tuple[int, SentenceLine]], int]:
    """The sentences with their places, each text once: the one that a person judged is kept."""
    text = given.text or ""
    spans = split_sentences(text, given.language or "fr")
    every = [*given.sentences, *(SentenceLine(text=text[start:end][:2_000]) for start, end in spans)]
    kept: dict[str, tuple[int, SentenceLine]] = {}
    for rank, line in enumerate(every, start=1):
        known = kept.setdefault(fold(line.text), (rank, line))
        if line.verdict and (not known[1].verdict or line.verdict < known[1].verdict):
            kept[fold(line.text)] = (known[0], line)
    return list(kept.values()), len(every) - len(kept)


def _counted(
    line: ObjectiveLine | ActionLine | SentenceLine, verdict: Verdict, given: OrientationInput, names: Names
) -> Decimal:
    if isinstance(line, ObjectiveLine):
        return Decimal(line.is_evidenced)
    if isinstance(line, ActionLine):
        theirs = bool(line.owner_client) and not is_ours(line.owner_client or "", names)
        return Decimal(theirs or bool(line.client_benefit))
    return {"client": ONE, "mixed": given.mixed_weight}.get(verdict, Decimal(0))


def _sided_share(items: list[LineVerdict]) -> Decimal | None:
    sided = [i.counted for i in items if i.part == "sentences" and i.verdict != "neutral"]
    return ratio(sum(sided, Decimal(0)), Decimal(len(sided))) if sided else None


def is_ours(owner: str, names: Names) -> bool:
    """Whether a person given as the client's is one of ours."""
    return bool(names.us.search(fold(owner)))


def _shares(items: list[LineVerdict], given: OrientationInput) -> list[PartShare]:
    weights = given.weights
    left_out = () if given.count_neutral else ("neutral",)
    present = {
        part: [i.counted for i in items if i.part == part and (part != "sentences" or i.verdict not in left_out)]
        for part in PARTS
    }
    with localcontext(prec=PRECISION):
        total = sum((getattr(weights, part) for part, counts in present.items() if counts), Decimal(0))
        if total == 0:
            return []
        return [
            PartShare(
                part=part,
                lines=len(counts),
                met=sum(counts, Decimal(0)),
                share=sum(counts, Decimal(0)) / len(counts),
                weight=getattr(weights, part) / total,
            )
            for part, counts in present.items()
            if counts
        ]


TOOL = Tool(
    name="client_orientation",
    version="1",
    source="S4, method row 27; weights, threshold and the count of mixed sentences are our own defaults",
    function=client_orientation,
    input=OrientationInput,
    result=OrientationResult,
    example={
        "client": "Courtalin",
        "us": "Hautefage",
        "objectives": [
            {"text": "Réduire de moitié les ruptures dans les magasins de Courtalin", "evidence": ["RDV du 12/03"]},
            {"text": "Atteindre 7,1 M€ de chiffre d’affaires"},
        ],
        "actions": [
            {"text": "Lancer le test de réassort sur 24 magasins", "owner_client": "Jean-Noël Ricaud"},
            {"text": "Présenter notre nouvelle gamme"},
        ],
        "sentences": [
            "Courtalin veut ouvrir 60 magasins de proximité avant fin 2027.",
            "Notre part de marché doit passer à 15 %.",
        ],
    },
)
