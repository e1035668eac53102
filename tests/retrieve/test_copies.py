"""What several notes say alike is found once, with all its places."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from sqlalchemy import update

from copilot.ingest.chunk import chunk
from copilot.ingest.parse import parse
from copilot.retrieve.search import Searcher
from copilot.schemas.account import Account
from copilot.schemas.evidence import Evidence
from copilot.store.repository import Store
from copilot.store.tables import ChunkRow
from copilot.text.normalise import find_quote
from tests.store.samples import NOW, put

MINUTES = """# Comité du 12 janvier 2027

Le préavis de résiliation est de six mois, par lettre recommandée.

Mme Kerbrat dirige l'entrepôt de Morlaix depuis septembre.

La remise de fin d'année passe de 2,5 % à 3 % au-delà de 400 k€.
"""
FORWARDED = (
    "From: Ana Ruiz <ana@example.org>\nTo: Leo <leo@example.org>\nSubject: Tr: comite\nDate: Tue, 2 Feb 2027 09:00:00"
    " +0100\nContent-Type: text/plain; charset=utf-8\n\nBonjour Léo,\n\nci-dessous le compte rendu.\n\n"
    "Le préavis de résiliation est de six mois, par lettre  recommandée.\n\n"
    "Mme Kerbrat dirige l’entrepôt de Morlaix depuis septembre.\n\n"
    "La remise de fin d’année passe de 2,5 % à 3 % au-delà de 400 k€.\n\nCordialement,\nAna\n"
)
ENGLISH = "The plant in Leeds lost two technicians last month, and the night shift is short-staffed until May."
NOTICE = "préavis de résiliation"


def add(store: Store, account: Account, name: str, text: str) -> None:
    data = text.encode()
    document = parse(name, data)
    store.put_document(
        "default", account.id, document, sha256=hashlib.sha256(data).hexdigest(), chunks=chunk(document), vectors=None,
        raw=data, now=NOW,
    )  # fmt: skip


def search(searcher: Searcher, account: Account, query: str, k: int = 8) -> list[Evidence]:
    return searcher.search("default", account.id, query, k)


def places(hit: Evidence) -> set[str]:
    return {hit.document, *(other.document for other in hit.also_in)}


def test_minutes_forwarded_in_a_mail_are_shown_once_with_both_places(
    searcher: Searcher, store: Store, account: Account
) -> None:
    add(store, account, "cr.md", MINUTES)
    add(store, account, "tr.eml", FORWARDED)
    (hit,) = [hit for hit in search(searcher, account, NOTICE) if "six mois" in hit.text]
    assert places(hit) == {"cr.md", "tr.eml"}


def test_each_place_is_cited_in_its_own_words(searcher: Searcher, store: Store, account: Account) -> None:
    add(store, account, "cr.md", MINUTES)
    add(store, account, "tr.eml", FORWARDED)
    (hit,) = [hit for hit in search(searcher, account, NOTICE) if "six mois" in hit.text]
    (other,) = hit.also_in
    note = store.document("default", account.id, other.document)
    assert find_quote(other.quote, note.text())
    assert "Bonjour" not in other.quote
    assert other.locator in [segment.locator for segment in note.segments]
    assert other.date == ("2027-02-02" if other.document == "tr.eml" else "2027-01-12")


@pytest.mark.parametrize("gone", ["cr.md", "tr.eml"])
def test_a_deleted_note_leaves_the_passage_with_its_other_place(
    gone: str, searcher: Searcher, store: Store, account: Account
) -> None:
    add(store, account, "cr.md", MINUTES)
    add(store, account, "tr.eml", FORWARDED)
    search(searcher, account, NOTICE)
    store.delete_document("default", account.id, gone)
    searcher.changed("default", account.id)
    (hit,) = [hit for hit in search(searcher, account, NOTICE) if "six mois" in hit.text]
    assert places(hit) == {"cr.md", "tr.eml"} - {gone}


def test_a_note_read_again_is_no_copy_of_itself(searcher: Searcher, store: Store, account: Account) -> None:
    add(store, account, "cr.md", MINUTES)
    add(store, account, "cr.md", MINUTES + "\nLe prochain comité est fixé au 3 mars.\n")
    (hit,) = [hit for hit in search(searcher, account, NOTICE) if "six mois" in hit.text]
    assert places(hit) == {"cr.md"}


def test_a_copy_in_english_is_told_too(searcher: Searcher, store: Store, account: Account) -> None:
    put(store, account.id, "a.txt", ENGLISH, language="en")
    put(store, account.id, "deck.txt", ENGLISH.upper(), language="en")
    (hit,) = search(searcher, account, "technicians in Leeds")
    assert places(hit) == {"a.txt", "deck.txt"}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("La remise accordée sur les capteurs est de 3 %.", "La remise accordée sur les capteurs est de 4 %."),
        ("La marge du site de Dole est de 3 % cette année.", "La marge du site de Dole est de -3 % cette année."),
        ("Le budget des pièces est de 300 k€ pour 2027.", "Le budget des pièces est de 300 k$ pour 2027."),
        ("They accept the price of the new frame contract.", "They do not accept the price of the new frame contract."),
        ("Odile Castan signe le contrat de maintenance.", "Odile Martin signe le contrat de maintenance."),
    ],
)
def test_one_word_or_figure_makes_it_another_passage(
    said: str, changed: str, searcher: Searcher, store: Store, account: Account
) -> None:
    put(store, account.id, "a.txt", said)
    put(store, account.id, "b.txt", changed)
    hits = search(searcher, account, said)
    assert {hit.document for hit in hits} == {"a.txt", "b.txt"}
    assert not any(hit.also_in for hit in hits)


def test_what_a_mail_adds_to_what_it_quotes_is_shown(searcher: Searcher, store: Store, account: Account) -> None:
    add(store, account, "a.txt", ENGLISH)
    add(store, account, "b.txt", f"{ENGLISH}\n\nWe refuse.")
    hits = search(searcher, account, "technicians in Leeds")
    assert any("We refuse" in hit.text for hit in hits)
    assert all(places(hit) == {"a.txt", "b.txt"} for hit in hits)


def test_rows_of_other_years_stay_apart(searcher: Searcher, store: Store, account: Account) -> None:
    for year in (2026, 2027):
        add(store, account, f"t{year}.md", f"# Tarifs\n\n| Site | CA {year} |\n| --- | --- |\n| Gisors | 910 k€ |\n")
    assert {hit.document for hit in search(searcher, account, "Gisors 910 k€")} == {"t2026.md", "t2027.md"}


def test_short_answers_that_repeat_by_chance_come_last(searcher: Searcher, store: Store, account: Account) -> None:
    put(store, account.id, "a.txt", "Préavis : six mois.")
    put(store, account.id, "b.txt", "Préavis : six mois.")
    put(store, account.id, "c.txt", "Le préavis court depuis la notification de la résiliation.")
    hits = search(searcher, account, NOTICE, 3)
    assert len(hits) == 3
    assert hits[-1].text == "Préavis : six mois."


def test_copies_leave_room_for_other_passages(searcher: Searcher, store: Store, account: Account) -> None:
    for number in range(9):
        put(store, account.id, f"copy{number}.txt", ENGLISH, date=dt.date(2027, 1, 1 + number))
    put(store, account.id, "other.txt", "Technicians of the Leeds plant ask for a new contract.")
    hits = search(searcher, account, "technicians in Leeds", 2)
    assert len(hits) == 2
    assert max(len(hit.also_in) for hit in hits) == 8


def test_passages_stored_before_signatures_were_kept_are_compared_too(
    searcher: Searcher, store: Store, account: Account
) -> None:
    add(store, account, "cr.md", MINUTES)
    add(store, account, "tr.eml", FORWARDED)
    with store._db.write() as session:
        session.execute(update(ChunkRow).values(sentences=None))
    hits = [hit for hit in search(searcher, account, NOTICE) if "six mois" in hit.text]
    assert all(places(hit) == {"cr.md", "tr.eml"} for hit in hits)
