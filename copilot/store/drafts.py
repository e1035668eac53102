"""Plans and negotiation files: every version is kept, none is changed by drafting again."""

from __future__ import annotations

from typing import Literal, TypeVar, cast

from sqlalchemy import func, select

from copilot.errors import NotFound
from copilot.schemas.evidence import Language
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan
from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.records import PlanInfo
from copilot.store.tables import DraftRow

_Kind = Literal["abp", "negotiation"]
_Draft = TypeVar("_Draft", Plan, NegotiationFile)


class Drafts:
    """The part of the store that keeps what was drafted."""

    _db: Database

    def put_plan(self, workspace: str, account_id: str, plan: Plan) -> Plan:
        """The plan with the version it was stored under."""
        return self._put(workspace, account_id, "abp", plan)

    def plan(self, workspace: str, account_id: str, version: int | None = None) -> Plan:
        """That version of the plan, or the newest."""
        return Plan.model_validate(self._body(workspace, account_id, "abp", version))

    def plan_versions(self, workspace: str, account_id: str) -> list[PlanInfo]:
        """All versions, oldest first."""
        return self._versions(workspace, account_id, "abp")

    def put_negotiation(self, workspace: str, account_id: str, file: NegotiationFile) -> NegotiationFile:
        """The negotiation file with the version it was stored under."""
        return self._put(workspace, account_id, "negotiation", file)

    def negotiation(self, workspace: str, account_id: str, version: int | None = None) -> NegotiationFile:
        """That version of the negotiation file, or the newest."""
        return NegotiationFile.model_validate(self._body(workspace, account_id, "negotiation", version))

    def negotiation_versions(self, workspace: str, account_id: str) -> list[PlanInfo]:
        """All versions, oldest first."""
        return self._versions(workspace, account_id, "negotiation")

    def _put(self, workspace: str, account_id: str, kind: _Kind, draft: _Draft) -> _Draft:
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            newest = session.scalar(
                select(func.max(DraftRow.version)).where(DraftRow.account_id == account_id, DraftRow.kind == kind)
            )
            stored = draft.model_copy(update={"version": (newest or 0) + 1})
            session.add(
                DraftRow(
                    workspace_id=workspace, account_id=account_id, kind=kind, version=stored.version,
                    generated_at=stored.generated_at, language=stored.language, writer=stored.writer,
                    body=stored.model_dump(mode="json"),
                )
            )  # fmt: skip
            return stored

    def _body(self, workspace: str, account_id: str, kind: _Kind, version: int | None) -> dict[str, object]:
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            wanted = select(DraftRow).where(
                DraftRow.workspace_id == workspace, DraftRow.account_id == account_id, DraftRow.kind == kind
            )
            if version is not None:
                wanted = wanted.where(DraftRow.version == version)
            row = session.scalar(wanted.order_by(DraftRow.version.desc()).limit(1))
            if row is None:
                what = "plan" if kind == "abp" else "negotiation file"
                raise NotFound(
                    f"there is no {what} yet" if version is None else f"there is no {what} version {version}"
                )
            return row.body

    def _versions(self, workspace: str, account_id: str, kind: _Kind) -> list[PlanInfo]:
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.execute(
                select(DraftRow.version, DraftRow.generated_at, DraftRow.language, DraftRow.writer)
                .where(DraftRow.workspace_id == workspace, DraftRow.account_id == account_id, DraftRow.kind == kind)
                .order_by(DraftRow.version)
            )
            return [
                PlanInfo(version=version, generated_at=at, language=cast("Language", language), writer=writer)
                for version, at, language, writer in rows
            ]
