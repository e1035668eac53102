"""Conversations: finished turns, and the events that let a client resume a broken stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from copilot.errors import NotFound
from copilot.schemas.evidence import Json, Language
from copilot.store.accounts import new_id, require_account
from copilot.store.database import Database
from copilot.store.records import Conversation, Message, Role
from copilot.store.tables import ConversationRow, EventRow, MessageRow


class Conversations:
    """The part of the store that keeps conversations."""

    _db: Database

    def create_conversation(
        self, workspace: str, account_id: str, language: Language, now: dt.datetime
    ) -> Conversation:
        """A new, empty conversation."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            row = ConversationRow(
                id=new_id(), workspace_id=workspace, account_id=account_id, language=language, created_at=now
            )
            session.add(row)
            return _conversation(row)

    def conversation(self, workspace: str, conversation_id: str) -> Conversation:
        """The conversation of that id."""
        with self._db.read() as session:
            return _conversation(_require(session, workspace, conversation_id))

    def conversations(self, workspace: str, account_id: str) -> list[Conversation]:
        """All conversations about the account, newest first."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.scalars(
                select(ConversationRow)
                .where(ConversationRow.workspace_id == workspace, ConversationRow.account_id == account_id)
                .order_by(ConversationRow.created_at.desc(), ConversationRow.id)
            )
            return [_conversation(row) for row in rows]

    def append_message(
        self, workspace: str, conversation_id: str, role: Role, text: str, payload: Json, now: dt.datetime
    ) -> Message:
        """The finished turn as stored."""
        with self._db.write() as session:
            conversation = _require(session, workspace, conversation_id)
            row = MessageRow(
                id=new_id(), workspace_id=workspace, account_id=conversation.account_id,
                conversation_id=conversation_id, seq=_next(session, MessageRow, conversation_id), role=role, text=text,
                payload=payload, created_at=now,
            )  # fmt: skip
            session.add(row)
            return _message(row)

    def messages(self, workspace: str, conversation_id: str) -> list[Message]:
        """All turns in order."""
        with self._db.read() as session:
            _require(session, workspace, conversation_id)
            rows = session.scalars(
                select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.seq)
            )
            return [_message(row) for row in rows]

    def append_events(self, workspace: str, conversation_id: str, run_id: str, events: Sequence[Json]) -> list[int]:
        """The sequence ids given to the events, growing within the conversation."""
        with self._db.write() as session:
            conversation = _require(session, workspace, conversation_id)
            first = _next(session, EventRow, conversation_id)
            for position, event in enumerate(events):
                session.add(
                    EventRow(
                        workspace_id=workspace, account_id=conversation.account_id, conversation_id=conversation_id,
                        seq=first + position, run_id=run_id, body=event,
                    )
                )  # fmt: skip
            return list(range(first, first + len(events)))

    def events(self, workspace: str, conversation_id: str, after: int) -> list[tuple[int, Json]]:
        """The events with a sequence id above `after`, in order."""
        with self._db.read() as session:
            _require(session, workspace, conversation_id)
            rows = session.scalars(
                select(EventRow)
                .where(EventRow.conversation_id == conversation_id, EventRow.seq > after)
                .order_by(EventRow.seq)
            )
            return [(row.seq, row.body) for row in rows]


def _next(session: Session, table: Any, conversation_id: str) -> int:
    newest = session.scalar(select(func.max(table.seq)).where(table.conversation_id == conversation_id))
    return (newest or 0) + 1


def _require(session: Session, workspace: str, conversation_id: str) -> ConversationRow:
    row = session.scalar(
        select(ConversationRow).where(ConversationRow.workspace_id == workspace, ConversationRow.id == conversation_id)
    )
    if row is None:
        raise NotFound(f"there is no conversation {conversation_id!r}")
    return row


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(
        id=row.id, account_id=row.account_id, language=cast("Language", row.language), created_at=row.created_at
    )


def _message(row: MessageRow) -> Message:
    return Message(
        id=row.id, seq=row.seq, role=cast("Role", row.role), text=row.text, payload=row.payload,
        created_at=row.created_at,
    )  # fmt: skip
