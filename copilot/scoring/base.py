"""What every scoring tool shares: input types with checked ranges, and the shape of its outcome.

The contract of a tool:
1. it is a pure function from one Pydantic model to one `Outcome`; no clock, no file, no randomness;
2. amounts are Decimals in one currency per call, ratios are fractions (0.1 is 10 %);
3. too little data gives the verdict "insufficient" and names what is missing, never a zero;
4. it says why, in French and in English, and warns about what the figure does not cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from copilot.schemas.evidence import Receipt
from copilot.text.catalogue import t

Amount = Annotated[Decimal, Field(ge=Decimal("-1e15"), le=Decimal("1e15"), decimal_places=8)]
PositiveAmount = Annotated[Decimal, Field(ge=0, le=Decimal("1e15"), decimal_places=8)]
Probability = Annotated[Decimal, Field(ge=0, le=1, decimal_places=20)]
MarginRate = Annotated[Decimal, Field(ge=-1, le=1, decimal_places=20)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

Verdict = Literal["ok", "insufficient"]
R = TypeVar("R", bound=BaseModel)
HUNDRED = Decimal(100)
PRECISION = 50
_EXACT = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN)
_QUANTA = [Decimal((0, (1,), -places)) for places in range(PRECISION)]


class Strict(BaseModel):
    """Base of inputs and results."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemInput(Strict):
    """One line of an input list."""

    currency: Currency | None = Field(
        default=None, description="only to catch mistakes: must be the currency of the call when it is given"
    )


class MoneyInput(Strict):
    """Base of the inputs that hold amounts."""

    currency: Currency = Field(description="ISO 4217 code of all amounts of this call, in whole units (not thousands)")

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        for name in type(self).model_fields:
            value = getattr(self, name)
            for rank, item in enumerate(value if isinstance(value, list) else []):
                other = getattr(item, "currency", None)
                if other is not None and other != self.currency:
                    raise ValueError(
                        f"{name}.{rank}.currency = {other!r}: the call is in {self.currency!r}; convert first, "
                        "one currency per call"
                    )
        return self


class Note(Strict):
    """One sentence about a result, in both languages."""

    code: str = Field(description="stable short code")
    fr: str
    en: str


class ToolResult(Strict):
    """What a scoring tool answers."""

    tool: str
    version: str
    verdict: Verdict
    missing: list[str] = Field(default_factory=list, description="what the tool would need, when insufficient")
    result: dict[str, JsonValue] | None
    per_item: list[dict[str, JsonValue]]
    findings: list[Note] = Field(description="warnings: what the figure does not cover or contradicts")
    why: list[Note] = Field(description="what drives the result")
    receipt: Receipt


class Outcome(BaseModel, Generic[R]):
    """What the function of a tool returns, before it is wrapped with its receipt."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    result: R | None
    formula: str
    per_item: list[BaseModel] = Field(default_factory=list)
    findings: list[Note] = Field(default_factory=list)
    why: list[Note] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)


def note(code: str, fr: dict[str, object] | None = None, en: dict[str, object] | None = None) -> Note:
    """The catalogue's sentence `scoring.<code>` in both languages, with values formatted for each."""
    return Note(code=code, fr=t(f"scoring.{code}", "fr", **(fr or {})), en=t(f"scoring.{code}", "en", **(en or {})))


def at_defaults(model: BaseModel, *names: str) -> bool:
    """Whether these fields have their default values.

    Told by the values alone, not by what was written: some callers write every default out, others none.
    """
    fields = type(model).model_fields
    return all(getattr(model, name) == fields[name].get_default(call_default_factory=True) for name in names)


def duplicates(names: Iterable[str]) -> list[str]:
    """The names that stand more than once, in order of their second appearance."""
    seen: set[str] = set()
    twice: dict[str, None] = {}  # a dict keeps the order and finds a name at once, however many there are
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)


def ratio(part: Decimal, whole: Decimal, places: int = 6) -> Decimal:
    """`part / whole` rounded half-even to `places`; the caller has checked that whole is not 0."""
    return rounded(_EXACT.divide(part, whole), places)


def rounded(value: Decimal, places: int) -> Decimal:
    """The value rounded half-even to that many decimals."""
    return value.quantize(_QUANTA[places], context=_EXACT)
