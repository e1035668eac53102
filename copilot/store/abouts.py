"""What passages are about, kept until the notes of their account change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, delete, insert, select, tuple_

from copilot.schemas.about import DocumentAbout
from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.tables import DocumentRow, PassageAboutRow

_Place = tuple[str, int]


class Abouts:
    """The part of the store that keeps the metadata of passages."""

    _db: Database

    def abouts(self, workspace: str, account_id: str, stamp: str, ids: Iterable[str]) -> dict[str, DocumentAbout]:
        """What is known of those passages under that stamp, by id; what is older is not."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.scalars(
                select(PassageAboutRow).where(
                    PassageAboutRow.account_id == account_id, PassageAboutRow.stamp == stamp, _at(map(_place, ids))
                )
            )
            return {f"{row.document_id}:{row.ordinal}": DocumentAbout.model_validate(row.about) for row in rows}

    def put_abouts(self, workspace: str, account_id: str, stamp: str, found: Mapping[str, DocumentAbout]) -> None:
        """Keep what passages are about; of notes that were deleted meanwhile nothing is kept."""
        places = {_place(passage): about.model_dump(mode="json") for passage, about in found.items()}
        scope = {"workspace_id": workspace, "account_id": account_id, "stamp": stamp}
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            here = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_({note for note, _ in places}))))
            rows = [
                scope | {"document_id": note, "ordinal": ordinal, "about": about}
                for (note, ordinal), about in places.items()
                if note in here
            ]
            session.execute(delete(PassageAboutRow).where(_at(places)))
            if rows:
                session.execute(insert(PassageAboutRow), rows)


def _place(passage: str) -> _Place:
    note, ordinal = passage.rsplit(":", 1)
    return note, int(ordinal)


def _at(places: Iterable[_Place]) -> ColumnElement[bool]:
    return tuple_(PassageAboutRow.document_id, PassageAboutRow.ordinal).in_(list(places))
