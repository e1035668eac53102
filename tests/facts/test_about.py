"""The metadata of a note."""

import datetime as dt

from copilot.facts.about import about
from copilot.facts.build import build_facts
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
