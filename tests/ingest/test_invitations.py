import datetime as dt
from email.message import EmailMessage

from copilot.ingest.read import read
from tests.ingest.files import find, read_text, texts

INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VTIMEZONE
BEGIN:STANDARD
DTSTART:16010101T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=fr:Point trimestriel Dupond
DTSTART;TZID="Romance Standard Time":20260312T140000
DTEND;TZID="Romance Standard Time":20260312T153000
LOCATION:Lyon\\, salle 3
ORGANIZER;CN="Dupré, Anne":mailto:anne@acme.example
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Bruno Roux:mailto:
 bruno@dupond.example
ATTENDEE;PARTSTAT=DECLINED:MAILTO:c.petit@dupond.example
STATUS:CANCELLED
DESCRIPTION:Ordre du jour :\\n- remise de 4 %\\n- contrat\\n\\nÀ bien
 tôt
BEGIN:VALARM
DESCRIPTION:Rappel
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_a_meeting_tells_when_where_and_who():
    document = read_text("rdv.ics", INVITATION)
    assert (document.title, document.author, document.date) == (
        "Point trimestriel Dupond", "Anne Dupré", dt.date(2026, 3, 12)
    )  # fmt: skip
    assert texts(document) == [
        "Point trimestriel Dupond",
        "Date\u00a0: 12/03/2026 14:00 - 15:30",
        "Lieu\u00a0: Lyon, salle 3",
        "Organisateur\u00a0: Anne Dupré",
        "Invités\u00a0: Bruno Roux (accepté), c.petit@dupond.example (refusé)",
        "Statut\u00a0: annulé",
        "Ordre du jour :",
        "- remise de 4 %",
        "- contrat",
        "À bientôt",
    ]
    assert document.recipients == ("Bruno Roux", "c.petit@dupond.example")
    assert document.addresses == (
        '"Dupré, Anne" <anne@acme.example>', "Bruno Roux <bruno@dupond.example>", "<c.petit@dupond.example>"
    )  # fmt: skip


def test_a_calendar_of_several_meetings_dates_each():
    event = "BEGIN:VEVENT\nSUMMARY:{}\nDTSTART:{}\nEND:VEVENT\n"
    both = event.format("Un", "20260105T090000Z") + event.format("Deux", "20260203")
    document = read_text("a.ics", f"BEGIN:VCALENDAR\n{both}END:VCALENDAR\n")
    assert [(s.text, s.said_on) for s in document.segments] == [
        ("Un", dt.date(2026, 1, 5)), ("Date\u00a0: 05/01/2026 09:00 UTC", dt.date(2026, 1, 5)),
        ("Deux", dt.date(2026, 2, 3)), ("Date\u00a0: 03/02/2026", dt.date(2026, 2, 3)),
    ]  # fmt: skip


def test_an_invitation_in_a_mail_is_read_once():
    message = EmailMessage()
    message["From"], message["Subject"] = "anne@acme.example", "Point"
    message.set_content("Bonjour,\n\n- remise de 4 %\n")
    for _ in range(2):
        message.add_attachment(INVITATION.encode(), "text", "calendar", filename="invite.ics")
    document = read("m.eml", message.as_bytes())
    assert texts(document).count("- remise de 4 %") == 1
    assert find(document, "Lyon, salle 3").locator.part == "pièce jointe: invite.ics"
    assert len([text for text in texts(document) if text == "- contrat"]) == 1


def test_a_damaged_calendar_keeps_its_words():
    document = read_text("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Point\nDTSTART:2026\nDESCRIPTION:note")
    assert texts(document) == ["Point", "note"]
