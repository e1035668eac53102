from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import NotFound
from copilot.schemas.account import Account
from copilot.schemas.evidence import Citation
from copilot.schemas.plan import Stakeholder
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.store.samples import NOW, claim, parsed, plan, put, unit

SECRET = "La remise secrète de Mme Quillévéré est de 7,35 % sur le site de Plouzané"


def test_document_comes_back_as_it_was_parsed(store: Store, account: Account) -> None:
    stored, status = put(store, account.id, "a.txt", "un", "deux", date=dt.date(2026, 1, 5))
    assert status == "stored"
    again = store.document("default", account.id, "a.txt")
    assert again == stored == store.document("default", account.id, stored.id)
    whole = parsed("a.txt", "un", "deux", date=dt.date(2026, 1, 5))
    assert whole == type(whole)(**again.model_dump(exclude={"id", "sha256", "added_at"}))
    assert again.added_at == NOW
    assert store.raw("default", account.id, "a.txt") == b"un\ndeux"


def test_same_bytes_under_the_same_name_change_nothing(store: Store, account: Account) -> None:
    first, _ = put(store, account.id, "a.txt", "un")
    revision = store.revision("default", account.id)
    again, status = put(store, account.id, "a.txt", "un")
    assert (status, again) == ("unchanged", first)
    assert store.revision("default", account.id) == revision


def test_changed_file_replaces_the_old_one_whole(store: Store, account: Account) -> None:
    old, _ = put(store, account.id, "a.txt", "ancien", "texte", "long")
    new, status = put(store, account.id, "a.txt", "nouveau")
    assert status == "replaced"
    assert new.id != old.id
    assert [d.id for d in store.documents("default", account.id)] == [new.id]
    assert [c.text for c in store.chunks("default", account.id)] == ["nouveau"]
    assert store.revision("default", account.id) == 2


def test_failed_replacement_leaves_the_old_document(store: Store, account: Account) -> None:
    old, _ = put(store, account.id, "a.txt", "ancien")
    with pytest.raises(ValueError, match="2 vectors for 1 chunks"):
        put(store, account.id, "a.txt", "nouveau", vectors=unit(2), embedder="e")
    assert store.documents("default", account.id) == [old]


def test_documents_are_listed_by_date_then_name(store: Store, account: Account) -> None:
    put(store, account.id, "z.txt", "a", date=dt.date(2025, 1, 1))
    put(store, account.id, "sans-date.txt", "b")
    put(store, account.id, "b.txt", "c", date=dt.date(2026, 1, 1))
    put(store, account.id, "a.txt", "d", date=dt.date(2026, 1, 1))
    names = [d.name for d in store.documents("default", account.id)]
    assert names == ["z.txt", "a.txt", "b.txt", "sans-date.txt"]


def test_vectors_come_back_bit_for_bit(store: Store, account: Account) -> None:
    vectors = unit(3, 8)
    document, _ = put(store, account.id, "a.txt", "un", "deux", "trois", vectors=vectors, embedder="e")
    ids, stored = store.vectors("default", account.id, "e")
    assert ids == [f"{document.id}:{i}" for i in range(3)]
    assert np.array_equal(stored, vectors)
    assert store.vectors("default", account.id, "other")[0] == []


def test_unknown_document_is_named(store: Store, account: Account) -> None:
    with pytest.raises(NotFound, match=r"'nope\.txt'"):
        store.delete_document("default", account.id, "nope.txt")


def _residue(folder: Path, *needles: str) -> list[str]:
    return [
        f"{path.name}: {needle}"
        for path in folder.rglob("*")
        if path.is_file()
        for needle in needles
        if needle.encode() in path.read_bytes() or needle.encode("unicode_escape") in path.read_bytes()
    ]


def test_deleted_note_leaves_no_byte_behind(store: Store, account: Account, settings: Settings) -> None:
    vectors = unit(2, 384)
    put(store, account.id, "a.txt", SECRET, "autre", vectors=vectors, embedder="e")
    put(store, account.id, "b.txt", "La note qui reste parle du renouvellement du contrat")
    store.put_plan(
        "default",
        account.id,
        plan(
            claim("c1", f"On sait que {SECRET}.", ("a.txt", SECRET)),
            claim("c2", "Le renouvellement approche.", ("b.txt", "renouvellement du contrat")),
            stakeholder=Stakeholder(name="Mme Quillévéré", citations=[Citation(document="a.txt", quote=SECRET[:40])]),
            sides=[
                Citation(document="a.txt", quote=SECRET[10:]),
                Citation(document="b.txt", quote="La note qui reste"),
            ],
        ),
    )
    talk = store.create_conversation("default", account.id, "fr", NOW)
    payload = {"claims": [claim("m", SECRET, ("a.txt", SECRET)).model_dump(mode="json")]}
    store.append_message("default", talk.id, "user", "Quelle remise ?", {}, NOW)
    store.append_message("default", talk.id, "assistant", "Elle est de 7,35 %.", payload, NOW)
    store.append_events("default", talk.id, "run", [{"delta": SECRET}])
    assert _residue(settings.data_dir, "Quillévéré")

    store.delete_document("default", account.id, "a.txt")

    assert _residue(settings.data_dir, SECRET, "Quillévéré", "7,35") == []
    assert not any(vectors[0].tobytes() in p.read_bytes() for p in settings.data_dir.rglob("*") if p.is_file())
    kept = store.plan("default", account.id)
    first, second = kept.sections[0].claims
    assert (first.status, first.citations) == ("withdrawn", [])
    assert "retirée" in first.text
    assert (second.status, second.text) == ("fact", "Le renouvellement approche.")
    assert kept.sections[0].stakeholders == []
    assert kept.contradictions == []
    assert [m.text == "Quelle remise ?" for m in store.messages("default", talk.id)] == [True, False]


def test_what_another_note_says_too_stays_when_its_copy_is_deleted(store: Store, account: Account) -> None:
    said = "Le préavis de résiliation est de six mois, par lettre recommandée."
    put(store, account.id, "cr.txt", said, "Le comité se réunit chaque trimestre.")
    put(store, account.id, "tr.eml", said, "Entre nous, la marge est de 31 % sur ce contrat.")
    claims = [
        claim("c1", said, ("cr.txt", said)),
        claim("c2", "La marge est de 31 %.", ("tr.eml", "la marge est de 31 % sur ce contrat")),
    ]
    store.put_plan("default", account.id, plan(*claims))
    store.delete_document("default", account.id, "tr.eml")
    kept, gone = store.plan("default", account.id).sections[0].claims
    assert (kept.text, kept.status, kept.citations) == (said, "fact", claims[0].citations)
    assert gone.status == "withdrawn"


def test_deleted_account_leaves_no_byte_behind(store: Store, account: Account, settings: Settings) -> None:
    put(store, account.id, "a.txt", SECRET)
    store.delete_account("default", "acme")
    assert _residue(settings.data_dir, SECRET) == []


def test_threads_write_without_losing_anything(store: Store, account: Account) -> None:
    def work(number: int) -> None:
        for i in range(5):
            put(store, account.id, f"{number}-{i}.txt", f"texte {number} {i}")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.documents("default", account.id)) == 20
    assert store.revision("default", account.id) == 20


def test_two_stores_share_one_file(store: Store, account: Account, settings: Settings) -> None:
    second = Store.open(settings)
    try:
        put(second, account.id, "a.txt", "de l'autre")
        assert store.document("default", account.id, "a.txt").segments[0].text == "de l'autre"
        put(store, account.id, "b.txt", "d'ici")
        assert len(second.documents("default", account.id)) == 2
    finally:
        second.close()
