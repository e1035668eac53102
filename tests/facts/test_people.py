"""Who is who, and on which side."""

from __future__ import annotations

import pytest

from copilot.schemas.facts import FactBase, PersonRecord
from tests.notes import fact_with, note, read, rows, turns


def person(base: FactBase, name: str) -> PersonRecord:
    found = [p for p in base.people if p.name == name]
    assert len(found) == 1, [p.name for p in base.people]
    return found[0]


def test_two_people_with_one_surname_stay_two() -> None:
    base = read(
        note(
            "a.txt",
            "Odile Castan (directrice industrielle) suit le projet.",
            "Bruno Castan (acheteur verre plat) négocie les prix.",
            "B. Castan veut une remise avant l'été.",
            "Castan n'a pas répondu à la relance de lundi.",
        )
    )
    assert {(p.name, p.title) for p in base.people} == {
        ("Odile Castan", "directrice industrielle"),
        ("Bruno Castan", "acheteur verre plat"),
    }
    assert fact_with(base, "veut une remise").people == ["Bruno Castan"]
    assert fact_with(base, "pas répondu").people == []


@pytest.mark.parametrize(
    ("language", "text", "name", "title"),
    [
        ("fr", "Odile Castan (directrice industrielle) suit le projet.", "Odile Castan", "directrice industrielle"),
        (
            "en",
            "Sarah Whitlow (Head of Procurement) wants one invoice a month.",
            "Sarah Whitlow",
            "Head of Procurement",
        ),
        ("fr", "DAF : Lucie Marchal, présente au comité de mars.", "Lucie Marchal", "DAF"),
        ("en", "CFO = Gareth Pugh, in the job since May.", "Gareth Pugh", "CFO"),
        ("en", "We spoke to the CFO, Reto Amstad, about terms.", "Reto Amstad", None),
    ],
)
def test_titles_come_from_what_stands_beside_the_name(language: str, text: str, name: str, title: str | None) -> None:
    record = person(read(note("a.txt", text, language=language), language="fr"), name)
    assert record.title == title
    assert all(c.quote in text for c in record.citations)


def test_an_attendee_table_gives_titles_and_sides() -> None:
    table = rows(
        ("Nom", "Société", "Fonction"),
        ("Odile Castan", "Verrier", "Directrice industrielle (en visio)"),
        ("Karim Sayed", "Datavia", "Responsable de compte"),
    )
    base = read(note("cr.docx", table, kind="minutes"))
    assert (person(base, "Odile Castan").title, person(base, "Odile Castan").side) == (
        "Directrice industrielle",
        "client",
    )
    assert person(base, "Karim Sayed").side == "us"


def test_an_attendee_table_makes_people_of_rare_first_names() -> None:
    table = rows(
        ("Name", "Company", "Role"),
        ("Tessa Holroyd", "Corbridge", "Head of Procurement"),
        ("Oyelaran Adebayo", "Corbridge", "Plant Manager"),
    )
    base = read(note("m.docx", table, kind="minutes", language="en"), account="Corbridge Dairies", language="en")
    assert [p.name for p in base.people] == ["Tessa Holroyd", "Oyelaran Adebayo"]


def test_initials_and_bare_surnames_join_the_full_name() -> None:
    base = read(
        note("a.txt", "Odile Castan valide le budget.", "O. Castan demande un devis.", "CASTAN Odile a signé le bon."),
        note("b.txt", "Castan rappelle vendredi pour les délais."),
    )
    assert [p.name for p in base.people] == ["Odile Castan"]
    assert all(f.people == ["Odile Castan"] for f in base.facts)


def test_a_full_name_in_another_note_completes_a_courtesy_title() -> None:
    base = read(
        note("a.txt", "Mme Ferreol décide du budget des fours."),
        note("b.txt", "Agnès Ferreol attend notre devis de mai."),
    )
    assert [p.name for p in base.people] == ["Agnès Ferreol"]


def test_a_person_known_by_courtesy_title_only_keeps_it() -> None:
    base = read(note("a.txt", "Mme Ferreol décide du budget, M. Lebrun suit la qualité."))
    assert {p.name for p in base.people} == {"Mme Ferreol", "M. Lebrun"}


@pytest.mark.parametrize(
    "text", ["Le Plan Verrier démarre. Bonjour Madame.", "Comité Achats le 4 mai.", "Total Général 12 k€"]
)
def test_capitalised_words_alone_make_nobody(text: str) -> None:
    assert read(note("a.txt", text)).people == []


def test_mail_domains_give_the_sides() -> None:
    base = read(
        note(
            "m.eml",
            "Bonjour Karim, voici le planning des fours pour le printemps.",
            kind="mail",
            author="Odile Castan",
            recipients=("Karim Sayed",),
            addresses=("Odile Castan <odile.castan@verrier.fr>", "Karim Sayed <k.sayed@datavia.com>"),
        )
    )
    assert person(base, "Odile Castan").side == "client"
    assert person(base, "Karim Sayed").side == "us"
    assert fact_with(base, "planning des fours").side == "client"


def test_our_company_is_guessed_from_the_mails() -> None:
    mail = note(
        "m.eml",
        "Hello Priya, can Keltane start the kiln survey in May?",
        kind="mail",
        language="en",
        addresses=(
            "Sarah Whitlow <s.whitlow@corbridge.com>",
            "Priya Nair <priya@keltane.io>",
            "Bob Lee <bob.lee@gmail.com>",
        ),
    )
    base = read(mail, account="Corbridge Dairies", supplier=None, language="en")
    assert base.supplier_name == "Keltane"
    assert read(mail, account="Corbridge Dairies", supplier="Datavia", language="en").supplier_name == "Datavia"


def test_two_part_domains_name_the_company() -> None:
    mail = note(
        "m.eml",
        "Hello Priya, can you start the kiln survey in May?",
        kind="mail",
        language="en",
        author="Sarah Whitlow",
        addresses=("Sarah Whitlow <s.whitlow@corbridge.co.uk>", "Priya Nair <priya@keltane.co.uk>"),
    )
    base = read(mail, account="Corbridge Dairies", supplier=None, language="en")
    assert base.supplier_name == "Keltane"
    assert person(base, "Sarah Whitlow").side == "client"


def test_without_mails_nobody_guesses_our_company() -> None:
    assert read(note("a.txt", "Rien à signaler chez le client."), supplier=None).supplier_name is None


def test_all_speakers_of_an_internal_meeting_are_ours() -> None:
    base = read(
        note(
            "prep.vtt",
            turns(
                ("Karim Sayed", "On propose quel prix pour les capteurs sans fil ?"),
                ("Anne Lopez", "Je partirais sur 46 000 € pour le lot complet."),
            ),
            kind="transcript",
        ),
        note(
            "m.eml", "Bonjour, voici notre proposition pour le lot.", kind="mail", author="Karim Sayed",
            addresses=("Karim Sayed <k.sayed@datavia.com>",),
        ),
    )  # fmt: skip
    assert person(base, "Anne Lopez").side == "us"


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        (["Présents client : Odile Castan (achats), Bruno Fey (DSI).", "Présents nous : Anne Roy."],
         {"Odile Castan": "client", "Bruno Fey": "client", "Anne Roy": "us"}),
        (["Pour Verrier : Odile Castan, Bruno Fey.", "Pour Datavia : Anne Roy, Paul Martin. Excusée : Sarah Bell."],
         {"Odile Castan": "client", "Bruno Fey": "client", "Anne Roy": "us", "Paul Martin": "us",
          "Sarah Bell": "unknown"}),
        (["Attendees (H&M): Odile Castan (COO), Bruno Fey (payments)", "Attendees (Datavia): Anne Roy (delivery)"],
         {"Odile Castan": "client", "Bruno Fey": "client", "Anne Roy": "us"}),
        (["Décision : Odile Castan relance Anne Roy.", "Suite : Bruno Fey appelle Anne Roy."],
         {"Odile Castan": "unknown", "Bruno Fey": "unknown", "Anne Roy": "unknown"}),
    ],
)  # fmt: skip
def test_lists_of_who_attended_tell_the_sides(lines: list[str], sides: dict[str, str]) -> None:
    base = read(note("cr.md", *lines))
    assert {p.name: p.side for p in base.people} == sides


def test_what_stands_in_brackets_in_a_list_is_what_each_does() -> None:
    base = read(
        note(
            "cr.md", "Présents : Odile Castan (chargée de mission open data), Bruno Fey (réanimation), Anne Roy (2 h)."
        )
    )
    assert [(p.name, p.title) for p in base.people] == [
        ("Odile Castan", "chargée de mission open data"), ("Bruno Fey", "réanimation"), ("Anne Roy", None),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Dont 388 de classe A. Elle est suivie.", "Some 388 class A. False alarms are rare."])
def test_a_class_and_the_next_sentence_make_nobody(text: str) -> None:
    assert read(note("a.txt", text)).people == []


def test_a_name_the_other_way_round_is_the_same_person() -> None:
    base = read(note("a.txt", "Castan Odile suit les achats.", "Odile Castan suit les achats."))
    assert len(base.people) == 1


def test_a_client_who_speaks_with_us_is_not_ours() -> None:
    said = turns(("Anne Roy", "Vous signez quand ?"), ("Odile Castan", "Quand le plan sera prêt."))
    mail = note("m.eml", "Bonjour.", kind="mail", addresses=("Anne Roy <anne.roy@datavia.com>",))
    base = read(mail, note("visite_verrier.txt", "Visite du 12 mars", said, kind="transcript"))
    assert person(base, "Odile Castan").side == "unknown"
