"""What the store gives back besides the shared schemas."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Frozen, Json, Language, Locator

Role = Literal["user", "assistant"]
PutStatus = Literal["stored", "unchanged", "replaced"]
Vectors = NDArray[np.float32]


class ChunkLike(Protocol):
    """A passage as the cutter makes it."""

    @property
    def ordinal(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def first_segment(self) -> int: ...  # noqa: D102
    @property
    def last_segment(self) -> int: ...  # noqa: D102
    @property
    def tokens(self) -> int: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


class PlanInfo(Frozen):
    """One version of a plan or negotiation file, without its body."""

    version: int
    generated_at: str
    language: Language
    writer: str


class Conversation(Frozen):
    """A conversation about an account."""

    id: str
    account_id: str
    language: Language
    created_at: dt.datetime


class Message(BaseModel):
    """One finished turn of a conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    seq: int
    role: Role
    text: str
    payload: Json
    created_at: dt.datetime


class KeyInfo(Frozen):
    """An API key without its secret."""

    id: str
    workspace: str
    name: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None = None


class StoredChunk(Frozen):
    """A passage with the place it stands at, ready to be shown as evidence."""

    id: str = Field(description="<document id>:<ordinal>")
    document_id: str
    document: str
    text: str
    language: str
    locator: Locator
    date: dt.date | None
    author: str | None
    heading: str | None
    embedder: str | None = Field(description="who made the stored vector; None: there is none yet")


class IndexState(Frozen):
    """What the vector index of an account was made of."""

    embedder: str
    dim: int
    place: str = Field(description="folder or collection name of the index")
    revision: int = Field(description="revision of the account's documents that it holds")
