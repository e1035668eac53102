"""The metadata of a note."""

import datetime as dt

import pytest

from copilot.facts.about import about, about_passage
from copilot.facts.build import build_facts
from copilot.schemas.evidence import Evidence, Language, Locator
from tests.verify.factory import document, segment

NOTES = [
    document(
        segment("Copil du 12 mars 2026", 0, kind="title"),
        segment("Inès Caron (directrice achats de Vaubert) demande 3 % sur 1,2 M€ avant le T2 2026.", 1),
        segment("Norvia, notre concurrent, propose 46,80 € de l'heure.", 2),
        segment("caché : 99 k€", 3, hidden=True),
        name="cr_copil.txt", date=dt.date(2026, 3, 12), author="Bruno Fey",
    ),
    document("Bruno Fey, KAM chez Ardomeca, suit Vaubert. Le concurrent Norvia est moins cher.", name="autre.txt"),
]  # fmt: skip


def test_a_note_tells_its_meeting_and_what_it_names():
    base = build_facts(NOTES, "Vaubert", "Ardomeca", "fr")
    found = about(NOTES[0], base)
    assert found.meeting == "committee"
    assert "Inès Caron" in found.people
    assert (found.companies[0], "Norvia" in found.companies, "Ardomeca" in found.companies) == ("Vaubert", True, False)
    assert {"2026-03-12", "2026-Q2"} <= set(found.days)
    assert (found.amounts[0], any("99" in amount for amount in found.amounts)) == ("1,2 M€", False)


@pytest.mark.parametrize(
    ("quote", "language", "people", "companies", "day", "amount"),
    [
        ("Mme Caron accepte 3 % sur 1,2 M€ au T2 2026, comme Norvia.", "fr", ("Inès Caron",), ("Norvia",), "2026-Q2",
         "1,2 M€"),
        ("Ms Caron wants £45k back by 30 June 2026, Vaubert says.", "en", ("Inès Caron",), ("Vaubert",), "2026-06-30",
         "£45k"),
    ],
)  # fmt: skip
def test_a_passage_tells_what_it_names_in_either_language(
    quote: str, language: Language, people: tuple[str, ...], companies: tuple[str, ...], day: str, amount: str
):
    passage = Evidence(
        id="x:0", document="cr_copil.txt", text=quote, quote=quote, locator=Locator(), author=None, score=1.0,
        date=dt.date(2026, 3, 12), language=language, meeting="committee",
    )  # fmt: skip
    found = about_passage(passage, build_facts(NOTES, "Vaubert", "Ardomeca", "fr"))
    assert (found.meeting, found.people, found.companies) == ("committee", people, companies)
    assert (found.days, found.amounts) == ((day,), (amount,))
