"""What `stakeholder_coverage` takes and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from copilot.scoring.base import Name, Strict, duplicates
from copilot.text.normalise import fold

Level = Literal["executive", "management", "operational"]
"""Ours: the sources name directions, purchasing and trades; a matrix needs ranks besides functions."""
Function = Literal["dg", "achats", "metier", "technique", "juridique", "finance", "autre"]
Role = Literal[
    "decider",
    "economic_buyer",
    "technical_buyer",
    "user",
    "influencer",
    "coach",
    "sponsor",
    "champion",
    "gatekeeper",
]
LEVELS: tuple[Level, ...] = get_args(Level)
FUNCTIONS: tuple[Function, ...] = get_args(Function)
EXPECTED_FUNCTIONS: tuple[Function, ...] = ("dg", "achats", "metier")
"""The three that S2 names."""
_FRENCH_ROLES = {
    "decideur": "decider",
    "acheteur_economique": "economic_buyer",
    "acheteur_technique": "technical_buyer",
    "utilisateur": "user",
    "prescripteur": "influencer",
}


def _code(value: Any) -> Any:
    return fold(value).replace(" ", "_") if isinstance(value, str) else value


def _role(value: Any) -> Any:
    code = _code(value)
    return _FRENCH_ROLES.get(code, code) if isinstance(code, str) else code


class ClientPerson(Strict):
    """One person at the client, and how much we see them."""

    name: Name = Field(description="name of the person, unique in the call")
    level: Annotated[Level, BeforeValidator(_code)] | None = Field(
        default=None, description="executive (board, general management), management or operational; null when unknown"
    )
    function: Annotated[Function, BeforeValidator(_code)] | None = Field(
        default=None,
        description="dg (general management), achats (purchasing), metier (the trades that use what we sell), "
        "technique, juridique, finance or autre; null when unknown",
    )
    roles: list[Annotated[Role, BeforeValidator(_role)]] = Field(
        default_factory=list,
        max_length=9,
        description="roles in the purchase: decider, economic_buyer, technical_buyer, user, influencer, coach, "
        "sponsor, champion, gatekeeper (French names of the method are read too)",
    )
    contacts: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        default=None,
        description="exchanges with this person over the period (12 months, say); 0 = known, never met; "
        "null when not counted: then one, and a finding says so",
    )
    relation_owner: Name | None = Field(
        default=None, description="who on our side holds the relation; null when unknown"
    )

    @property
    def exchanges(self) -> int:
        """The exchanges that count: one where nobody counted them."""
        return 1 if self.contacts is None else self.contacts


class CoverageInput(Strict):
    """The people at one client."""

    account: Name | None = Field(default=None, description="name of the account, for the record")
    persons: list[ClientPerson] = Field(
        default_factory=list, max_length=5_000, description="people at the client only; ours stand as relation_owner"
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(person.name for person in self.persons):
            raise ValueError(f"persons: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class PersonItem(Strict):
    """One person and the part of our contacts that goes through them."""

    name: str
    level: Level | None
    function: Function | None
    roles: list[str]
    contacts: int
    share: Decimal = Field(description="of all contacts, a fraction")
    relation_owner: str | None


class CoverageResult(Strict):
    """Where we are seen at the client, and where not."""

    account: str | None
    persons: int = Field(description="people we have met")
    contacts: int = Field(description="exchanges with them")
    matrix: dict[str, dict[str, int]] = Field(description="people met, by level and function")
    empty_levels: list[Level] = Field(description="levels where we have met nobody")
    empty_functions: list[Function] = Field(description="of dg, achats and metier, those where we have met nobody")
    missing_roles: list[str] = Field(description="of sponsor, decision_maker and champion, those that nobody holds")
    single_threaded: bool = Field(description="whether one relation carries more than half of the contacts")
    main_person: str = Field(description="person at the client with most contacts")
    main_person_share: Decimal = Field(description="a fraction of all contacts")
    main_owner: str | None = Field(description="person on our side with most contacts, when owners are known")
    main_owner_share: Decimal | None = Field(description="a fraction of all contacts")
    never_met: list[str] = Field(description="people known but never met; they cover nothing")
    unplaced: list[str] = Field(description="people met whose level or function is unknown")
    covered: bool = Field(description="whether no level, function or role is empty and no relation carries too much")
