"""What the store gives back besides the shared schemas."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import DocumentKind, Frozen, Json, Language, Locator

Role = Literal["user", "assistant"]
PutStatus = Literal["stored", "unchanged", "replaced", "renamed"]
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


class DocumentHead(Frozen):
    """What tells a note from another one, without its text."""

    id: str
    name: str
    sha256: str
    segments: int


class FolderFile(Frozen):
    """A file as it was when it was last read from a folder."""

    path: str
    size: int
    mtime_ns: int = Field(description="0: it was too fresh to be told from a later change, look again")
    sha256: str
    names: tuple[str, ...] = Field(description="the notes made of it; none when it could not be read")


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
    title: str | None = Field(default=None, description="of the note")
    kind: DocumentKind = Field(description="of the note")
    embedder: str | None = Field(description="who made the stored vector; None: there is none yet")
    first_segment: int = Field(description="ordinal of the first segment in it")
    last_segment: int = Field(description="ordinal of the last segment in it")
    sentences: bytes = Field(repr=False, description="the signature of what it says")


class IndexState(Frozen):
    """What the vector index of an account was made of."""

    embedder: str
    dim: int
    place: str = Field(description="folder or collection name of the index")
    revision: int = Field(description="revision of the account's documents that it holds; -1: it is being written")
    dead: int = Field(default=0, description="vectors of notes that are gone and may still lie in its files")


class IndexChanges(Frozen):
    """What an index lacks, and what it holds too much, since it was last equal to the store."""

    revision: int = Field(description="revision of the account's documents after these changes")
    size: int = Field(description="vectors of the account at that revision")
    added: list[str] = Field(description="passages to add")
    removed: list[str] = Field(description="passages to take out")
    erase: bool = Field(description="what is removed must not stay in the files")
