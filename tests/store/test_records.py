from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from copilot.errors import CopilotError, NotFound
from copilot.schemas.account import Account
from copilot.schemas.facts import INTERVIEW_DOCUMENT
from copilot.schemas.interview import Answer
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import AccountRef
from copilot.settings import Settings
from copilot.store.database import HEAD, MIGRATIONS
from copilot.store.repository import Store
from copilot.store.tables import Base
from tests.store.samples import NOW, claim, plan, put


def _answer(question: str, text: str, state: str = "answered", day: int = 1) -> Answer:
    return Answer.model_validate(
        {"question_id": question, "text": text, "state": state, "given_by": "KAM", "given_at": NOW + dt.timedelta(day)}
    )


def test_new_answer_keeps_the_old_one_as_history(store: Store, account: Account) -> None:
    store.put_answer("default", account.id, _answer("q1", "trois"))
    assert store.put_answer("default", account.id, _answer("q1", "quatre", day=2)).version == 2
    store.put_answer("default", account.id, _answer("q0", "oui"))
    assert [(a.question_id, a.text) for a in store.answers("default", account.id)] == [("q0", "oui"), ("q1", "quatre")]
    assert [a.text for a in store.answer_history("default", account.id, "q1")] == ["trois", "quatre"]


def test_answers_can_be_cited_like_a_note(store: Store, account: Account) -> None:
    assert store.interview_document("default", account.id) is None
    store.put_answer("default", account.id, _answer("q1", "Mme Le Goff décide", day=3))
    store.put_answer("default", account.id, _answer("q2", "je ne sais pas", state="unknown", day=9))
    put(store, account.id, "a.txt", "note")
    note, interview = store.sources("default", account.id)
    assert (note.name, interview.name, interview.kind) == ("a.txt", INTERVIEW_DOCUMENT, "interview")
    assert interview.date == (NOW + dt.timedelta(3)).date()
    (segment,) = interview.segments
    assert (segment.text, segment.locator.part, segment.author) == ("Mme Le Goff décide", "q1", "KAM")
    assert segment.said_on == interview.date


def test_every_plan_version_is_kept(store: Store, account: Account) -> None:
    with pytest.raises(NotFound, match="no plan yet"):
        store.plan("default", account.id)
    first = store.put_plan("default", account.id, plan(claim("c", "un", ("a.txt", "un"))))
    second = store.put_plan("default", account.id, plan(claim("c", "deux", ("a.txt", "deux"))))
    assert (first.version, second.version) == (1, 2)
    assert store.plan("default", account.id) == second
    assert store.plan("default", account.id, 1) == first
    assert [info.version for info in store.plan_versions("default", account.id)] == [1, 2]
    with pytest.raises(NotFound, match="version 3"):
        store.plan("default", account.id, 3)


def test_negotiation_versions_count_apart_from_plans(store: Store, account: Account) -> None:
    store.put_plan("default", account.id, plan())
    file = NegotiationFile(
        account=AccountRef(slug="acme", name="Acme"), language="en", as_of="2026", generated_at="x", writer="embedded"
    )
    stored = store.put_negotiation("default", account.id, file)
    assert stored.version == 1
    assert store.negotiation("default", account.id) == stored
    assert [info.language for info in store.negotiation_versions("default", account.id)] == ["en"]


def test_messages_and_events_keep_their_order(store: Store, account: Account) -> None:
    talk = store.create_conversation("default", account.id, "en", NOW)
    other = store.create_conversation("default", account.id, "fr", NOW + dt.timedelta(1))
    assert store.conversations("default", account.id) == [other, talk]
    first = store.append_message("default", talk.id, "user", "hello", {}, NOW)
    second = store.append_message("default", talk.id, "assistant", "hi", {"claims": []}, NOW)
    assert store.messages("default", talk.id) == [first, second]
    assert store.append_events("default", talk.id, "r1", [{"n": 1}, {"n": 2}]) == [1, 2]
    assert store.append_events("default", talk.id, "r2", [{"n": 3}]) == [3]
    assert store.append_events("default", talk.id, "r2", []) == []
    assert store.events("default", talk.id, after=1) == [(2, {"n": 2}), (3, {"n": 3})]
    assert store.events("default", other.id, after=0) == []


def test_key_is_stored_as_a_hash_only(store: Store, settings: Settings) -> None:
    info, plain = store.create_key("default", "chat", now=NOW)
    assert plain.startswith("abp_")
    assert len(plain) >= 47
    assert store.find_key(plain) == info
    assert store.find_key(plain[:-1]) is None
    assert store.find_key("") is None
    store.close()
    assert plain.encode() not in (settings.data_dir / "abp.sqlite3").read_bytes()


def test_revoked_key_opens_nothing(store: Store) -> None:
    info, plain = store.create_key("default", "chat", now=NOW)
    store.revoke_key("default", info.id)
    assert store.find_key(plain) is None
    (kept,) = store.keys("default")
    assert kept.revoked_at is not None


def test_migrations_make_the_tables_of_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with store._db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, Base.metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_database_is_durable_and_erases(store: Store) -> None:
    with store._db.engine.connect() as connection:
        values = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")}
        assert values == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_database_of_a_newer_version_is_refused(store: Store, settings: Settings) -> None:
    store.close()
    with sqlite3.connect(settings.data_dir / "abp.sqlite3") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(CopilotError, match="newer version"):
        Store.open(settings)


def test_damaged_database_is_named(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / "abp.sqlite3").write_bytes(b"not a database" * 500)
    with pytest.raises(CopilotError, match=r"abp\.sqlite3"):
        Store.open(settings)
