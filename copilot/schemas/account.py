"""Accounts and who works on them."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field


class Account(BaseModel):
    """A client that a plan is made for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    workspace: str
    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    name: str
    supplier: str | None = Field(default=None, description="our own company, when it is known")
    created_at: dt.datetime
