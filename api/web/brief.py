"""The negotiation brief as the page's form sends it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pydantic import BaseModel, ConfigDict, Field

from copilot.errors import BadInput
from copilot.schemas.evidence import Language
from copilot.schemas.negotiation import BriefConcession, BriefIssue, NegotiationBrief
from copilot.text.catalogue import t

_DAY = 24 * 60
_NUMBERS = ("opening", "objective", "floor", "counterpart_limit")


class BriefForm(BaseModel):
    """Fields of the form; an issue is one position in each of the lists."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    language: Language = "fr"
    object: str = Field(default="", max_length=1000)
    date: str = Field(default="", max_length=100)
    place: str = Field(default="", max_length=300)
    duration_minutes: str = Field(default="", max_length=40)
    participants: str = Field(default="", max_length=4000)
    batna_ours: str = Field(default="", max_length=4000)
    batna_theirs: str = Field(default="", max_length=4000)
    issue_name: list[str] = Field(default_factory=list, max_length=50)
    issue_unit: list[str] = Field(default_factory=list, max_length=50)
    issue_opening: list[str] = Field(default_factory=list, max_length=50)
    issue_objective: list[str] = Field(default_factory=list, max_length=50)
    issue_floor: list[str] = Field(default_factory=list, max_length=50)
    issue_counterpart_limit: list[str] = Field(default_factory=list, max_length=50)
    concession_give: list[str] = Field(default_factory=list, max_length=50)
    concession_get: list[str] = Field(default_factory=list, max_length=50)


def _number(text: str, field: str, language: Language) -> Decimal | None:
    """A number as people type it: « 1 250,50 » and "1250.50"."""
    plain = "".join(text.split()).replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise BadInput(t("web.negotiation.bad_number", language, value=text[:40], field=field))
    return value


def _minutes(text: str, language: Language) -> int | None:
    field = t("web.negotiation.duration", language)
    value = _number(text, field, language)
    if value is None:
        return None
    if value != int(value) or not 0 < value <= _DAY:
        raise BadInput(t("web.negotiation.bad_number", language, value=text[:40], field=field))
    return int(value)


def _at(values: list[str], row: int) -> str:
    return values[row].strip() if row < len(values) else ""


def brief_of(form: BriefForm, language: Language) -> NegotiationBrief | None:
    """The brief, or None when nothing was filled in.

    Raises:
        BadInput: a figure that is not a number.
    """
    issues = [
        BriefIssue(
            name=name,
            unit=_at(form.issue_unit, row) or None,
            **{
                field: _number(_at(getattr(form, f"issue_{field}"), row), f"{name}, {field}", language)
                for field in _NUMBERS
            },
        )
        for row, given in enumerate(form.issue_name)
        if (name := given.strip())
    ]
    brief = NegotiationBrief(
        object=form.object or None,
        date=form.date or None,
        place=form.place or None,
        duration_minutes=_minutes(form.duration_minutes, language),
        participants=[line.strip() for line in form.participants.splitlines() if line.strip()],
        batna_ours=form.batna_ours or None,
        batna_theirs=form.batna_theirs or None,
        issues=issues,
        concessions=[
            BriefConcession(give=give, get=_at(form.concession_get, row) or None)
            for row, given in enumerate(form.concession_give)
            if (give := given.strip())
        ],
    )
    return None if brief == NegotiationBrief() else brief
