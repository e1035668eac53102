"""What `workload` takes and answers, and the bands of each source."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from copilot.scoring.base import Strict

Role = Literal["KAM", "RGC"]
Place = Literal["below", "ok", "above", "unknown"]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Band(NamedTuple):
    """What one source says is a fair number of accounts."""

    code: str
    role: Role | None
    """None when the band is about the organisation, not about one person."""
    low: int
    high: int
    limit: int | None
    """Accounts per person for the number of people needed; None for the organisation."""
    outside: bool = False
    """Whether it comes from outside the sources of the method."""
    own_band: bool = False
    """Whether the source gives one figure and the band around it is ours."""


BANDS = (
    Band("S1_KAM", "KAM", 0, 3, 3),
    Band("S1_RGC", "RGC", 8, 12, 10, own_band=True),
    Band("S2_KAM", "KAM", 3, 8, 8),
    Band("S2_ORG", None, 5, 30, None),
    Band("PROLIFIQ", "KAM", 3, 10, 10, outside=True),
    Band("REVENUE_PLAYBOOK", "KAM", 0, 3, 3, outside=True),
)
"""S1: a KAM 1, 2, sometimes 3, never more; a responsable grands comptes about ten. S2: 3 to 8 each, 5 to 30 in all.
Outside the sources: Prolifiq three to ten; revenue-playbook no more than 3 for each account executive. The two bands
that only set a most start at 0."""


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


class WorkloadInput(Strict):
    """One person's accounts, and how many the organisation has; either may be left out."""

    role: Annotated[Role, BeforeValidator(_upper)] = Field(
        description="KAM (key account manager) or RGC (responsable grands comptes, large-account manager)"
    )
    n_accounts: Count | None = Field(default=None, description="key or large accounts that this person carries")
    org_total: Count | None = Field(
        default=None, description="key or large accounts of the whole organisation, those of this person included"
    )


class WorkloadItem(Strict):
    """What one source says."""

    source: str = Field(description="S1_KAM, S1_RGC, S2_KAM, S2_ORG, or the name of an outside source")
    about: Literal["person", "organisation"]
    applies: bool = Field(description="whether it speaks of this role, or of the organisation")
    outside: bool = Field(description="true when it is not a source of the method: for comparison only")
    own_band: bool = Field(description="true when the source gives one figure and the band around it is ours")
    low: int
    high: int
    count: int | None = Field(description="the number that is judged")
    verdict: Place
    limit: int | None = Field(description="accounts for each person in the number of people needed")
    needed: int | None = Field(description="people needed for the accounts of the organisation")


class WorkloadResult(Strict):
    """The verdicts side by side; no source is preferred."""

    role: Role
    n_accounts: int | None
    org_total: int | None
    verdicts: dict[str, Place] = Field(description="verdict of each source of the method, by its code")
    outside_verdicts: dict[str, Place] = Field(description="the same for figures from outside the sources")
    needed: dict[str, int] = Field(description="people needed by source of the method; empty without org_total")
    outside_needed: dict[str, int] = Field(description="the same for figures from outside the sources")
    disagreement: bool = Field(description="whether the sources on this role give different verdicts")
    needed_low: int | None = Field(description="fewest people, over the sources on this role")
    needed_high: int | None = Field(description="most people, over the sources on this role")
