"""Erasing a note also erases what stored plans and conversations took from it.

A sentence that cited the note stays in its place as "evidence withdrawn": the reader sees that something was
there, and nothing of what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from copilot.schemas.evidence import Json, Language
from copilot.store.tables import ConversationRow, DraftRow, EventRow, MessageRow
from copilot.text.catalogue import t

_SHORTEST = 20
"""Shorter passages of the note are common words: looking for them would blank other notes' text."""
_DROP = object()


def withdraw_document(session: Session, account_id: str, name: str, texts: Sequence[str]) -> None:
    """Withdraw the note from every stored plan, negotiation file and message of the account."""
    for draft in session.scalars(select(DraftRow).where(DraftRow.account_id == account_id)):
        draft.body = withdraw(draft.body, name, texts, cast("Language", draft.language))
        flag_modified(draft, "body")
    languages = dict(
        session.execute(
            select(ConversationRow.id, ConversationRow.language).where(ConversationRow.account_id == account_id)
        ).all()
    )
    for message in session.scalars(select(MessageRow).where(MessageRow.account_id == account_id)):
        language = cast("Language", languages[message.conversation_id])
        if message.role == "assistant" and _cites(message.payload, name):
            message.text = t("store.withdrawn", language)
        message.text = _scrub(message.text, _passages(texts), t("store.withdrawn", language))
        message.payload = withdraw(message.payload, name, texts, language)
        flag_modified(message, "payload")
    # Events only let a client resume a stream; the finished turns above are what is kept.
    session.execute(delete(EventRow).where(EventRow.account_id == account_id))


def rename_citations(session: Session, account_id: str, name: str, new: str) -> None:
    """Let every stored plan, negotiation file and message of the account cite the note by its new name."""
    for draft in session.scalars(select(DraftRow).where(DraftRow.account_id == account_id)):
        if _cites(draft.body, name):
            draft.body = _renamed(draft.body, name, new)
            flag_modified(draft, "body")
    for message in session.scalars(select(MessageRow).where(MessageRow.account_id == account_id)):
        if _cites(message.payload, name):
            message.payload = _renamed(message.payload, name, new)
            flag_modified(message, "payload")


def _renamed(value: Any, name: str, new: str) -> Any:
    if isinstance(value, list):
        return [_renamed(item, name, new) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _renamed(item, name, new) for key, item in value.items()}
    return changed | {"document": new} if value.get("document") == name and "quote" in value else changed


def withdraw(body: Json, name: str, texts: Sequence[str], language: Language) -> Json:
    """The same structure without anything that cites the note `name` or repeats a passage of it."""
    notice = t("store.withdrawn", language)
    passages = _passages([*texts, *_quotes(body, name)])
    return cast("Json", _walk(body, name, passages, notice))


def _walk(value: Any, name: str, passages: Sequence[str], notice: str) -> Any:
    if isinstance(value, str):
        return _scrub(value, passages, notice)
    if isinstance(value, list):
        kept = (_walk(item, name, passages, notice) for item in value)
        return [item for item in kept if item is not _DROP]
    if not isinstance(value, dict):
        return value
    if "document" in value and "quote" in value:
        return _DROP if value["document"] == name else value  # another note's words are not erased with this one
    cited = _cites(value.get("citations"), name)
    changed = {key: _walk(item, name, passages, notice) for key, item in value.items()}
    changed = {key: None if item is _DROP else item for key, item in changed.items()}
    if cited and "status" in value and "text" in value:
        return changed | {"text": notice, "status": "withdrawn", "receipt": None}
    if isinstance(value.get("sides"), list) and len(changed["sides"]) < min(2, len(value["sides"])):
        # Two sources disagreed and one is gone: nothing is contradicted any more.
        return _DROP
    return _DROP if cited and not changed["citations"] else changed


def _cites(value: Any, name: str) -> bool:
    if isinstance(value, list):
        return any(_cites(item, name) for item in value)
    if isinstance(value, dict):
        return (value.get("document") == name and "quote" in value) or any(_cites(v, name) for v in value.values())
    return False


def _quotes(value: Any, name: str) -> list[str]:
    if isinstance(value, list):
        return [quote for item in value for quote in _quotes(item, name)]
    if isinstance(value, dict):
        if value.get("document") == name and isinstance(value.get("quote"), str):
            return [value["quote"]]
        return [quote for item in value.values() for quote in _quotes(item, name)]
    return []


def _passages(texts: Sequence[str]) -> list[str]:
    return sorted({text.strip() for text in texts if len(text.strip()) >= _SHORTEST}, key=len, reverse=True)


def _scrub(text: str, passages: Sequence[str], notice: str) -> str:
    for passage in passages:
        text = text.replace(passage, notice)
    return text
