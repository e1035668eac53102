"""Interview answers: a new answer never erases the old one; the latest ones can be cited like a note."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from copilot.schemas.evidence import Locator, Segment, SourceDocument
from copilot.schemas.facts import INTERVIEW_DOCUMENT
from copilot.schemas.interview import Answer, AnswerState
from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.tables import AnswerRow


class Answers:
    """The part of the store that keeps interview answers."""

    _db: Database

    def put_answer(self, workspace: str, account_id: str, answer: Answer) -> Answer:
        """The answer with the version it was stored under."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            newest = session.scalar(
                select(func.max(AnswerRow.version)).where(
                    AnswerRow.account_id == account_id, AnswerRow.question_id == answer.question_id
                )
            )
            stored = answer.model_copy(update={"version": (newest or 0) + 1})
            session.add(AnswerRow(workspace_id=workspace, account_id=account_id, **stored.model_dump()))
            return stored

    def answers(self, workspace: str, account_id: str) -> list[Answer]:
        """The latest answer to each question, by question id."""
        with self._db.read() as session:
            return _latest(session, workspace, account_id)

    def answer_history(self, workspace: str, account_id: str, question_id: str | None = None) -> list[Answer]:
        """Every version, oldest first; of one question if it is named."""
        with self._db.read() as session:
            return [a for a in _all(session, workspace, account_id) if question_id in (None, a.question_id)]

    def interview_document(self, workspace: str, account_id: str) -> SourceDocument | None:
        """The latest answers as a note that can be cited, or None while nothing is answered."""
        with self._db.read() as session:
            answers = [a for a in _latest(session, workspace, account_id) if a.state in ("answered", "partial")]
        answers = [a for a in answers if a.text.strip()]
        if not answers:
            return None
        newest = max(answer.given_at for answer in answers)
        segments = tuple(_segment(position, answer) for position, answer in enumerate(answers))
        text = "\n".join(segment.text for segment in segments)
        return SourceDocument(
            id=f"interview-{account_id}", sha256=hashlib.sha256(text.encode()).hexdigest(), added_at=newest,
            name=INTERVIEW_DOCUMENT, media_type="text/plain", kind="interview", date=newest.date(), segments=segments,
        )  # fmt: skip


def _segment(position: int, answer: Answer) -> Segment:
    return Segment(
        ordinal=position, kind="paragraph", text=answer.text, locator=Locator(part=answer.question_id),
        author=answer.given_by, said_on=_day(answer.given_at),
    )  # fmt: skip


def _day(moment: dt.datetime) -> dt.date:
    return moment.date()


def _all(session: Session, workspace: str, account_id: str) -> list[Answer]:
    require_account(session, workspace, account_id)
    rows = session.scalars(
        select(AnswerRow)
        .where(AnswerRow.workspace_id == workspace, AnswerRow.account_id == account_id)
        .order_by(AnswerRow.question_id, AnswerRow.version)
    )
    return [
        Answer(
            question_id=row.question_id, text=row.text, state=cast("AnswerState", row.state), given_by=row.given_by,
            given_at=row.given_at, version=row.version,
        )
        for row in rows
    ]  # fmt: skip


def _latest(session: Session, workspace: str, account_id: str) -> list[Answer]:
    return list({answer.question_id: answer for answer in _all(session, workspace, account_id)}.values())
