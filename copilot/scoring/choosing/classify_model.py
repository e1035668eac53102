"""What `classify` takes and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Name, Probability, Strict, duplicates

THRESHOLD = Decimal("0.5")
"""Our default on both axes: the sources give none."""
Quadrant = Literal["standard", "grand_compte", "compte_cle", "grand_compte_et_cle"]
QUADRANTS: tuple[Quadrant, ...] = ("grand_compte_et_cle", "compte_cle", "grand_compte", "standard")
Handling = Literal["standard", "client_important", "key_account", "unknown"]
Aim = Literal["short_term_business", "long_term_business", "long_term_collaboration"]


class Thresholds(Strict):
    """From where an account is high on each axis."""

    business: Probability = Field(default=THRESHOLD, description="on the business axis, 0 to 1; our default is 0.5")
    strategic: Probability = Field(default=THRESHOLD, description="on the strategic axis, 0 to 1; our default is 0.5")


class AxisAccount(Strict):
    """One account with its place on the two axes."""

    name: Name = Field(description="account name, unique in the call")
    business_axis: Probability | None = Field(
        default=None, description="B, 0 to 1: what the tool business_axis answers; null when unknown"
    )
    strategic_axis: Probability | None = Field(
        default=None, description="S, 0 to 1: what the tool strategic_axis answers; null when unknown"
    )
    has_governance: bool | None = Field(
        default=None,
        description="whether a governance of its own is running (lead, sponsor, committee); null = unknown",
    )
    has_joint_strategy: bool | None = Field(
        default=None, description="whether a strategy for long-term growth is run with the client; null = unknown"
    )


class ClassifyInput(Strict):
    """Accounts on both axes, seen from one selling company."""

    selling_company: Name = Field(
        description="the company whose strategy the axes express; another one may class the same client differently"
    )
    accounts: list[AxisAccount] = Field(max_length=100_000, description="the accounts to class")
    thresholds: Thresholds | None = Field(default=None, description="our default is 0.5 on each axis")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(account.name for account in self.accounts):
            raise ValueError(f"accounts: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class ClassifyItem(Strict):
    """The class of one account and what follows from it."""

    name: str
    business_axis: Decimal
    strategic_axis: Decimal
    quadrant: Quadrant
    objectives: list[Aim] = Field(description="what to aim at, first things first; empty for a standard account")
    handled_as: Handling = Field(
        description="key_account with governance and joint strategy, client_important when one of them is lacking, "
        "unknown when nobody said, standard for a standard account"
    )
    lacks: list[str] = Field(description="governance or joint_strategy, known to be lacking")
    near_threshold: bool = Field(description="whether an axis stands within 0.05 of its threshold (our margin)")


class ClassifyResult(Strict):
    """The classes of the accounts for that selling company."""

    selling_company: str
    business_threshold: Decimal
    strategic_threshold: Decimal
    grand_compte_et_cle: list[str] = Field(description="accounts that are both")
    compte_cle: list[str] = Field(description="key accounts: they serve our strategy")
    grand_compte: list[str] = Field(description="large accounts: they bring business")
    standard: list[str] = Field(description="neither")
    client_important: list[str] = Field(description="not standard, but without governance or joint strategy")
    unclassified: list[str] = Field(description="accounts without a place on both axes")
