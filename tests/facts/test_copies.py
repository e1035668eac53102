"""What a note takes over from an older one is read once, as said on the day it was said."""

from __future__ import annotations

import pytest

from copilot.schemas.facts import FactBase
from tests.notes import note, read, segment

FRENCH = (
    "Le préavis de résiliation du contrat-cadre est de six mois, par lettre recommandée adressée au siège.",
    "Odile Castan, directrice industrielle, veut ramener le délai de dépannage de huit heures à quatre heures.",
    "Le prix de la maintenance est de 120 k€ par an, hors pièces et hors déplacements sur les sites isolés.",
    "La remise de fin d'année passe de 2 % à 3 % au-delà de 400 k€ de commandes facturées dans l'exercice.",
)
ENGLISH = (
    "The notice period of the frame contract is six months, by registered letter sent to the head office.",
    "Sarah Holt, head of operations, wants the repair time to come down from eight hours to four hours.",
    "The price of maintenance is 120,000 euros a year, without parts and without travel to remote sites.",
    "The year-end rebate rises from 2% to 3% above 400,000 euros of orders invoiced in the financial year.",
)


def quotes(base: FactBase) -> list[tuple[str, str]]:
    return [(c.document, c.quote) for f in base.facts for c in f.citations]


@pytest.mark.parametrize(("texts", "language"), [(FRENCH, "fr"), (ENGLISH, "en")])
def test_minutes_forwarded_in_a_mail_are_read_once(texts: tuple[str, ...], language: str) -> None:
    minutes = note("cr.docx", *texts, date="2027-01-12", language=language)
    mail = note("tr.eml", *(t.replace("'", "’") for t in texts), date="2027-02-02", kind="mail", language=language)
    assert quotes(read(mail, minutes)) == [("cr.docx", text) for text in texts]


def test_without_the_older_note_the_copy_tells_it() -> None:
    mail = note("tr.eml", *FRENCH, date="2027-02-02", kind="mail")
    assert quotes(read(mail)) == [("tr.eml", text) for text in FRENCH]


def test_what_the_copy_adds_is_read() -> None:
    minutes = note("cr.docx", *FRENCH, date="2027-01-12")
    mail = note("tr.eml", "Nous refusons le nouveau prix de la maintenance.", *FRENCH, date="2027-02-02", kind="mail")
    assert ("tr.eml", "Nous refusons le nouveau prix de la maintenance.") in quotes(read(minutes, mail))


def test_what_is_copied_later_keeps_the_day_it_was_said() -> None:
    minutes = note("cr.docx", *FRENCH, date="2027-01-12")
    news = note("point.docx", "La formation des équipes de nuit est terminée.", date="2027-02-01")
    base = read(minutes, news, note("deck.pptx", *FRENCH, date="2027-03-01", kind="deck"))
    assert {str(f.said_on) for f in base.facts} == {"2027-01-12", "2027-02-01"}
    assert str(base.as_of) == "2027-03-01"


def test_one_sentence_said_again_is_no_copy() -> None:
    both = [note(f"cr{n}.docx", FRENCH[0], date=f"2027-0{n}-12") for n in (1, 2)]
    assert {document for document, _ in quotes(read(*both))} == {"cr1.docx", "cr2.docx"}


def test_a_sentence_of_a_quoted_mail_is_one_of_the_mail_itself() -> None:
    first = note("a.eml", FRENCH[2], date="2027-01-12", kind="mail")
    reply = note("b.eml", "Entendu pour le prix.", segment(FRENCH[2], kind="quoted"), date="2027-01-13", kind="mail")
    assert [d for d, quote in quotes(read(first, reply)) if quote == FRENCH[2]] == ["a.eml"]


def test_a_copy_with_another_figure_is_read() -> None:
    minutes = note("cr.docx", *FRENCH, date="2027-01-12")
    changed = FRENCH[2].replace("120", "125")
    again = note("cr2.docx", *FRENCH[:2], changed, FRENCH[3], date="2027-02-12")
    assert ("cr2.docx", changed) in quotes(read(minutes, again))
