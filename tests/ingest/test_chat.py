"""Chats and transcripts as text: who said what, on which day; forms are no talk."""

import datetime as dt

import pytest

from tests.ingest.files import read_text

IOS = """[12/03/2026, 09:14:22] Anne Roy: Le prix passe à 120 k€
[12/03/2026, 09:15:01] Karim: OK
on en parle demain
[12/03/2026, 09:16:00] Anne Roy: \u200eimage absente
[13/03/2026, 10:00:00] Karim: Signature le 15 avril ?
"""
ANDROID = """3/12/26, 9:14 AM - Messages are secured with end-to-end encryption.
3/12/26, 9:15 AM - Paul Hart: Budget is 120k
3/13/26, 9:16 AM - Joan: <Media omitted>
3/13/26, 9:18 AM - Joan: we lost the Leeds site
3/14/26, 2:18 PM - Paul Hart: This message was deleted
3/14/26, 2:19 PM - Paul Hart: noted <This message was edited>
"""
TEAMS = """Anne Roy
12/03/2026 09:14
Le prix passe à 120 k€.
Je confirme.

Karim Ben
12/03/2026 09:20
Merci
Anne Roy
13/03/2026 08:00
On signe quand ?
"""
SLACK = "".join(
    f"{name}  9:{minute} {half}\n{text}\n"
    for name, minute, half, text in (
        ("Anne Roy", 14, "AM", "Price moves to 120k\nand we keep the volume"), ("Joan Hart", 20, "AM", "thanks"),
        ("Anne Roy", 21, "AM", "when do we sign?"), ("Joan Hart", 30, "AM", "Monday"),
        ("Anne Roy", 33, "PM", "fine"), ("Joan Hart", 40, "PM", "great"),
    )
)  # fmt: skip
MARCH = [dt.date(2026, 3, day) for day in (12, 13, 14)]


def said(text: str) -> list[tuple]:
    document = read_text("chat.txt", text)
    assert document.kind == "transcript"
    return [(s.author, s.said_on, s.locator.time, s.text) for s in document.segments]


def test_a_whatsapp_export_with_brackets():
    assert said(IOS) == [
        ("Anne Roy", MARCH[0], "09:14", "Le prix passe à 120 k€"),
        ("Karim", MARCH[0], "09:15", "OK\non en parle demain"),
        ("Karim", MARCH[1], "10:00", "Signature le 15 avril ?"),
    ]
    assert read_text("chat.txt", IOS).date == MARCH[1]


def test_an_american_export_without_what_was_deleted():
    assert said(ANDROID) == [
        ("Paul Hart", MARCH[0], "09:15", "Budget is 120k"),
        ("Joan", MARCH[1], "09:18", "we lost the Leeds site"),
        ("Paul Hart", MARCH[2], "14:19", "noted"),
    ]


def test_headers_on_lines_of_their_own():
    assert said(TEAMS) == [
        ("Anne Roy", MARCH[0], "09:14", "Le prix passe à 120 k€.\nJe confirme."),
        ("Karim Ben", MARCH[0], "09:20", "Merci"),
        ("Anne Roy", MARCH[1], "08:00", "On signe quand ?"),
    ]


def test_messages_without_a_day():
    turns = said(SLACK)
    assert turns[0] == ("Anne Roy", None, "09:14", "Price moves to 120k\nand we keep the volume")
    assert turns[-1] == ("Joan Hart", None, "21:40", "great")


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("02/03/2026", "05/03/2026", "11/03/2026"), [(2026, 3, 2), (2026, 3, 5), (2026, 3, 11)]),
        (("02/11/2026", "03/05/2026", "04/02/2026"), [(2026, 2, 11), (2026, 3, 5), (2026, 4, 2)]),
        (("2026-03-02", "2026-03-05", "2026-03-11"), [(2026, 3, 2), (2026, 3, 5), (2026, 3, 11)]),
    ],
)
def test_the_order_of_day_and_month_is_the_one_that_goes_forward(days, order):
    text = "".join(f"[{day}, 09:00] Anne: message numéro {at}\n" for at, day in enumerate(days))
    assert [turn[1] for turn in said(text)] == [dt.date(*day) for day in order]


def test_what_stands_before_the_first_turn_is_kept():
    turns = said(
        "Point hebdo Norvia\n" + "".join(f"{n}  0:{i}0\nphrase {i}\n" for i, n in enumerate(["Anne", "Luc"] * 3))
    )
    assert turns[0] == (None, None, None, "Point hebdo Norvia")
    assert turns[1][0] == "Anne"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Opportunité : {n}\nMontant : 120 k€\nÉchéance : T2 2026\nDécideur : Mme Roy\n\n" for n in "ABC"),
        "".join(f"Fournisseur : {n}\nRemise : 4 %\n" for n in ("Norvia", "Sarel", "Dax", "Bo")),
        "Compte rendu du 12/03/2026 09:14\nPrésents : Anne, Karim\n[09:14] début\nBudget 120 k€\n",
        "".join(f"Owner: Paul Hart\nStage: Proposal\nAmount: {n}0 k€\n" for n in range(1, 4)),
    ],
)
def test_fields_of_a_form_are_no_speakers(text):
    document = read_text("note.txt", text)
    assert document.kind != "transcript"
    assert {segment.author for segment in document.segments} == {None}


def test_a_field_in_a_recording_is_no_speaker():
    cue = "00:00:01.000 --> 00:00:03.000\n"
    document = read_text("a.vtt", f"WEBVTT\n\n{cue}Anne : on parle du prix\n\n{cue}Budget : 120 k€\n")
    assert [(s.author, s.text) for s in document.segments] == [("Anne", "on parle du prix"), (None, "Budget : 120 k€")]


def test_plain_lines_with_day_time_and_name_are_a_chat():
    text = (
        "#acct export\n2026-03-12 09:02 anne: price moves to 120k\n"
        "2026-03-12 09:05 joan: fine\n2026-03-13 10:00 anne: signed\n"
    )
    assert [turn[:3] for turn in said(text)][1:] == [
        ("anne", MARCH[0], "09:02"),
        ("joan", MARCH[0], "09:05"),
        ("anne", MARCH[1], "10:00"),
    ]
    text = "12/03 09:02 anne > prix à 120 k€\n12/03 09:05 joan (DAF) > ok\n13/03 10:00 anne > signé\n"
    assert said(text) == [
        ("anne", None, "12/03 09:02", "prix à 120 k€"),
        ("joan", None, "12/03 09:05", "ok"),
        ("anne", None, "13/03 10:00", "signé"),
    ]


def test_entries_of_a_diary_with_times_are_no_chat():
    text = (
        "12/03/2026 09:00 Dole : visite du site\n13/03/2026 14:00 Gray : contrat signé\n14/03/2026 10:00 Metz : panne\n"
    )
    assert read_text("n.txt", text).kind == "note"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Marie : on signe quand ?\nPaul : en mars, au bon prix.\nMarie : lequel ?\n", ["Marie", "Paul", "Marie"]),
        ("Anne Roy : directrice des achats.\nKarim Ben : chef de projet.\n", [None, None]),
        ("Anne Roy: Le prix passe à 120 k€\nKarim Ben: OK merci\n", ["Anne Roy", "Karim Ben"]),
        ("Pain: they lose two days a week.\nChampion: Bob Lee pushes internally.\n", [None, None]),
        ("Dole : le four est arrêté.\nGray : le four tourne.\n", [None, None]),
        ("Paul : directeur des achats.\nIl signe en mars.\nMarie : assistante.\n", [None, None, None]),
    ],
)  # fmt: skip
def test_a_short_talk_is_known_by_its_first_names(text, speakers):
    assert [segment.author for segment in read_text("n.txt", text).segments] == speakers


def test_a_saved_chat_of_zoom():
    text = (
        "09:14:22 From Anne Roy to Everyone: price moves to 120k\n09:15:01 From Karim Ben to Everyone: fine\n"
        "09:16:00 From Anne Roy to Everyone: we sign on Monday\n"
    )
    assert [(s.author, s.locator.time, s.text) for s in read_text("chat.txt", text).segments] == [
        ("Anne Roy", "09:14", "price moves to 120k"),
        ("Karim Ben", "09:15", "fine"),
        ("Anne Roy", "09:16", "we sign on Monday"),
    ]
