"""What a CRM export says, row by row: accounts, contacts, opportunities, activities and products.

Every record knows the row that it comes from, so that it can be cited. Amounts are exact; a currency that the export
does not state stays unknown.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Citation, Frozen, Locator

CrmObject = Literal["account", "contact", "opportunity", "activity", "product"]
OBJECTS: tuple[CrmObject, ...] = ("account", "contact", "opportunity", "activity", "product")
StageState = Literal["open", "won", "lost", "unknown"]
DayOrder = Literal["dmy", "mdy"]


class CrmRecord(Frozen):
    """One thing of the CRM, as one row of an export states it."""

    document: str = Field(description="file name of the export")
    locator: Locator
    text: str = Field(description="the row as it stands: what can be quoted")
    doubts: tuple[str, ...] = Field(default=(), description="fields whose value could be read in two ways")
    id: str | None = None
    name: str | None = None
    owner: str | None = None
    created: dt.date | None = None
    description: str | None = None

    def cite(self) -> Citation:
        """The row as a citation."""
        return Citation(document=self.document, quote=self.text, locator=self.locator)


class CrmAccount(CrmRecord):
    """A client company."""

    parent: str | None = None
    industry: str | None = None
    type: str | None = None
    segment: str | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    employees: Decimal | None = None
    founded: Decimal | None = None
    website: str | None = None
    phone: str | None = None
    address: str | None = None
    city: str | None = None
    country: str | None = None


class _OfAccount(CrmRecord):
    """A thing that belongs to an account, as the export names it."""

    account_id: str | None = None
    account_name: str | None = None


class CrmContact(_OfAccount):
    """A person at a client."""

    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    department: str | None = None
    role: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    reports_to: str | None = None
    city: str | None = None
    country: str | None = None


class CrmOpportunity(_OfAccount):
    """A deal, open or closed; `state` is read from the stage, which is kept as it stands."""

    stage: str | None = None
    status: str | None = None
    state: StageState = "unknown"
    amount: Decimal | None = None
    amount_base: Decimal | None = Field(default=None, description="in the currency of the company")
    expected: Decimal | None = Field(default=None, description="weighted by the probability")
    currency: str | None = None
    probability: Decimal | None = Field(default=None, description="0 to 1")
    close_date: dt.date | None = None
    won_date: dt.date | None = None
    modified: dt.date | None = None
    product: str | None = None
    quantity: Decimal | None = None
    pipeline: str | None = None
    type: str | None = None
    source: str | None = None
    next_step: str | None = None
    loss_reason: str | None = None
    status_reason: str | None = None
    forecast: str | None = None
    won: bool | None = None
    closed: bool | None = None
    contact_id: str | None = None
    contact_name: str | None = None


class CrmActivity(_OfAccount):
    """A task, call, mail, meeting or event."""

    subject: str | None = None
    kind: str | None = None
    date: dt.date | None = None
    due: dt.date | None = None
    status: str | None = None
    priority: str | None = None
    duration: str | None = None
    related: str | None = Field(default=None, description="id or name of the opportunity or account it is about")
    opportunity_id: str | None = None
    opportunity_name: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None


class CrmProduct(CrmRecord):
    """A line of our catalogue."""

    code: str | None = None
    family: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    active: bool | None = None


RECORDS: dict[CrmObject, type[CrmRecord]] = {
    "account": CrmAccount,
    "contact": CrmContact,
    "opportunity": CrmOpportunity,
    "activity": CrmActivity,
    "product": CrmProduct,
}
