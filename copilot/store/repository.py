"""The store: the only truth about accounts. Every call is its own transaction and names its workspace."""

from __future__ import annotations

from copilot.schemas.evidence import SourceDocument
from copilot.settings import Settings
from copilot.store.abouts import Abouts
from copilot.store.accounts import Accounts
from copilot.store.answers import Answers
from copilot.store.conversations import Conversations
from copilot.store.database import Database
from copilot.store.documents import Documents
from copilot.store.drafts import Drafts
from copilot.store.folders import Folders
from copilot.store.indexes import Indexes
from copilot.store.keys import Keys
from copilot.store.passages import Passages
from copilot.store.vectors import VectorsByText


class Store(
    Accounts, Documents, Answers, Drafts, Conversations, Keys, Passages, VectorsByText, Indexes, Folders, Abouts
):
    """Everything that is remembered; threads and processes may share one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """The store of those settings, made and migrated if need be."""
        return cls(Database.open(settings))

    def close(self) -> None:
        """Let go of the database; nothing is lost without it."""
        self._db.close()

    def sources(self, workspace: str, account_id: str) -> list[SourceDocument]:
        """All that can be cited: the notes, then the interview."""
        interview = self.interview_document(workspace, account_id)
        return [*self.documents(workspace, account_id), *([interview] if interview else [])]
