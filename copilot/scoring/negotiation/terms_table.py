"""Term by term: what is agreed, what is open, what lies under our floor (S0, method row 65 and the table of d7)."""

from __future__ import annotations

import itertools
from decimal import Decimal, localcontext
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Amount, Name, Note, Outcome, Strict, duplicates, ratio
from copilot.scoring.negotiation.figures import about
from copilot.scoring.receipt import plain
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number, percent

FORMULA = (
    "with sign + where more is better for us, - where less is: under the floor when sign * (agreed or our position - "
    "floor) < 0; their position is within our floor when sign * (theirs - floor) >= 0; "
    "margin used = (opening - our position) / (opening - floor)"
)
Status = Literal["open", "agreed", "below_floor"]
_LEVELS = ("opening", "objective", "floor")
_NUMBERS = (*_LEVELS, "ours", "theirs", "agreed")


class TermInput(Strict):
    """One term of the agreement; what is not known is left out."""

    name: Name = Field(description="name of the term, unique in the call")
    unit: str | None = Field(default=None, max_length=40, description="unit of its figures: EUR, %, days…")
    direction: Literal["up", "down"] | None = Field(
        default=None, description="up: more is better for us; down: less is; needed as soon as there are figures"
    )
    opening: Amount | None = Field(default=None, description="our first demand")
    objective: Amount | None = Field(default=None, description="what we aim at")
    floor: Amount | None = Field(default=None, description="the worst that we accept; internal")
    ours: Amount | None = Field(default=None, description="our position now")
    theirs: Amount | None = Field(default=None, description="their position now")
    agreed: Amount | None = Field(default=None, description="the figure that both sides agreed on")
    agreed_words: str | None = Field(
        default=None, max_length=2000, description="what both sides agreed on, for a term without a figure"
    )
    our_interest: str | None = Field(default=None, max_length=500, description="why it matters to us")
    their_interest: str | None = Field(default=None, max_length=500, description="why it matters to them")
    linked_to: list[Name] = Field(
        default_factory=list, max_length=100, description="names of the terms that it is settled together with"
    )

    @model_validator(mode="after")
    def _levels_are_ordered(self) -> Self:
        given = [name for name in _NUMBERS if getattr(self, name) is not None]
        if given and self.direction is None:
            raise ValueError(f"direction of {self.name!r}: say up (more is better for us) or down")
        sign = -1 if self.direction == "down" else 1
        levels = [(name, getattr(self, name)) for name in _LEVELS if name in given]
        for (better, high), (worse, low) in itertools.pairwise(levels):
            if sign * (high - low) < 0:
                raise ValueError(
                    f"{worse} = '{plain(low)}' of {self.name!r}: better for us than {better} = '{plain(high)}' with "
                    f"direction {self.direction!r}; check the direction or the figures"
                )
        return self


class TermsInput(Strict):
    """The terms of an agreement under negotiation."""

    terms: list[TermInput] = Field(max_length=200, description="the terms, in any order")

    @model_validator(mode="after")
    def _links_exist(self) -> Self:
        known = {term.name for term in self.terms}
        if twice := duplicates(term.name for term in self.terms):
            raise ValueError(f"terms: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, term in enumerate(self.terms):
            for name in term.linked_to:
                if name not in known or name == term.name:
                    raise ValueError(f"terms.{rank}.linked_to = {name!r}: no other term has that name")
        return self


class TermItem(Strict):
    """How one term stands."""

    name: str
    unit: str | None
    status: Status
    reaches_objective: bool | None = Field(description="of an agreed figure; None when it cannot be said")
    over_floor: Decimal | None = Field(description="how far the agreed figure, or our position, lies above our floor")
    theirs_within_floor: bool | None = Field(description="whether we could take their position; None when unknown")
    distance: Decimal | None = Field(description="what still separates the two positions, 0 when they meet")
    margin_used: Decimal | None = Field(description="share of the way from opening to floor that we have given up")
    interests_missing: list[Literal["ours", "theirs"]]
    linked: list[str] = Field(description="terms that it is linked to, by either line")


class TermsResult(Strict):
    """How the agreement stands."""

    terms: int
    agreed: list[str]
    open: list[str]
    below_floor: list[str] = Field(description="agreed, or offered by us, under our own floor")
    agreed_share: Decimal = Field(description="agreed terms / all terms, a fraction")
    acceptable_now: list[str] = Field(description="open terms where their position is within our floor")
    open_not_linked: list[str] = Field(description="open terms linked to no other term: they may be picked off alone")
    interests_missing: list[str] = Field(description="terms without an interest of both sides")
    floor_missing: list[str] = Field(description="terms with figures and no floor: nothing protects them")


def _item(term: TermInput, links: set[str]) -> TermItem:
    sign = -1 if term.direction == "down" else 1
    value = term.agreed if term.agreed is not None else term.ours
    over = sign * (value - term.floor) if value is not None and term.floor is not None else None
    settled = term.agreed is not None or bool((term.agreed_words or "").strip())
    reaches = None
    if term.agreed is not None and term.objective is not None:
        reaches = sign * (term.agreed - term.objective) >= 0
    distance = None
    if not settled and term.ours is not None and term.theirs is not None:
        distance = max(sign * (term.ours - term.theirs), Decimal(0))
    span = None if term.opening is None or term.floor is None else term.opening - term.floor
    missing: list[Literal["ours", "theirs"]] = []
    missing += [] if (term.our_interest or "").strip() else ["ours"]
    missing += [] if (term.their_interest or "").strip() else ["theirs"]
    return TermItem(
        name=term.name,
        unit=term.unit,
        status="below_floor" if over is not None and over < 0 else "agreed" if settled else "open",
        reaches_objective=reaches,
        over_floor=over,
        theirs_within_floor=None
        if term.theirs is None or term.floor is None
        else sign * (term.theirs - term.floor) >= 0,
        distance=distance,
        margin_used=ratio(term.opening - value, span)
        if span and value is not None and term.opening is not None
        else None,
        interests_missing=missing,
        linked=sorted(links),
    )


def _links(terms: list[TermInput]) -> dict[str, set[str]]:
    """The links of each term, in both directions."""
    found: dict[str, set[str]] = {term.name: set() for term in terms}
    for term in terms:
        for name in term.linked_to:
            found[term.name].add(name)
            found[name].add(term.name)
    return found


def terms_table(given: TermsInput) -> Outcome[TermsResult]:
    """Which terms are settled, which are open, and which lie under our floor."""
    if not given.terms:
        return Outcome(result=None, formula=FORMULA, missing=["terms"])
    links = _links(given.terms)
    terms = sorted(given.terms, key=lambda term: term.name)
    with localcontext(prec=PRECISION):
        items = [_item(term, links[term.name]) for term in terms]
    settled = {term.name for term in terms if term.agreed is not None or (term.agreed_words or "").strip()}
    open_items = [item for item in items if item.name not in settled]
    result = TermsResult(
        terms=len(items),
        agreed=[item.name for item in items if item.name in settled],
        open=[item.name for item in open_items],
        below_floor=[item.name for item in items if item.status == "below_floor"],
        agreed_share=ratio(Decimal(len(settled)), Decimal(len(items))),
        acceptable_now=[item.name for item in open_items if item.theirs_within_floor],
        open_not_linked=[item.name for item in open_items if not item.linked and len(items) > 1],
        interests_missing=[item.name for item in items if item.interests_missing],
        floor_missing=[t.name for t in terms if t.floor is None and any(getattr(t, n) is not None for n in _NUMBERS)],
    )
    findings = about(
        {
            "terms_table.below_floor": result.below_floor,
            "terms_table.open_not_linked": result.open_not_linked,
            "terms_table.floor_missing": result.floor_missing,
            "terms_table.interests_missing": result.interests_missing,
        }
    )
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items))


def _why(result: TermsResult, items: list[TermItem]) -> list[Note]:
    apart = [item for item in items if item.distance]
    used = sorted(
        (i for i in items if i.margin_used is not None), key=lambda i: (-(i.margin_used or Decimal(0)), i.name)
    )

    def values(language: Language) -> dict[str, object]:
        gaps = [f"{i.name} ({number(i.distance or Decimal(0), language)} {i.unit or ''}".rstrip() + ")" for i in apart]
        return {
            "agreed": len(result.agreed),
            "terms": result.terms,
            "share": percent(result.agreed_share, language, 0),
            "open": names(result.open),
            "gaps": names(gaps),
            "takeable": names(result.acceptable_now),
            "most": used[0].name if used else "",
            "used": percent(used[0].margin_used or Decimal(0), language, 0) if used else "",
        }

    codes = ["terms_table.settled_all" if not result.open else "terms_table.settled"]
    codes += ["terms_table.gaps"] if apart else []
    codes += ["terms_table.acceptable"] if result.acceptable_now else []
    codes += ["terms_table.margin"] if used else []
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="terms_table",
    version="1",
    source="S0, method row 65; the levels and the linked terms are of d7",
    function=terms_table,
    input=TermsInput,
    result=TermsResult,
    example={
        "terms": [
            {
                "name": "hourly rate",
                "unit": "EUR/h",
                "direction": "up",
                "opening": 106,
                "objective": 102,
                "floor": 96,
                "ours": 103,
                "theirs": 97,
                "our_interest": "pay rises of the technicians",
                "their_interest": "a budget fixed until December",
                "linked_to": ["term"],
            },
            {
                "name": "term",
                "unit": "months",
                "direction": "up",
                "objective": 36,
                "floor": 24,
                "agreed": 36,
                "our_interest": "a plan for hiring",
                "their_interest": "no tender next year",
            },
            {"name": "data protection clause", "agreed_words": "their standard text, annex 4"},
        ]
    },
)
