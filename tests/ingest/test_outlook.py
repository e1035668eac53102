import datetime as dt
import struct

import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import read
from copilot.ingest.rtf_mail import html_of, unpacked
from tests.ingest.files import docx_bytes, find, texts
from tests.ingest.old_office import compound

# The example of [MS-OXRTFCP], section 3.1, and one whose reference reaches into what it writes.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423"
    "20af32068656c090020627705b06c647d0a800fa0"
)  # fmt: skip
HTML = (
    b"{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}}"
    b"{\\*\\htmltag19 <html>}{\\*\\htmltag50 <body>}\\htmlrtf {\\htmlrtf0 "
    b"{\\*\\htmltag64 <p>}Le taux est de 52\\'a0\\'80 {\\*\\htmltag84 &amp;} l\\'e0\\htmlrtf \\par }\\htmlrtf0"
    b"{\\*\\htmltag72 </p>}{\\*\\mhtmltag64 <p>}{\\*\\htmltag58 </body>}}"
)


def text(value: str) -> bytes:
    return value.encode("utf-16-le")


def raw(body: bytes) -> bytes:
    """Rich text as Outlook stores it unpacked."""
    return struct.pack("<4I", len(body) + 12, len(body), 0x414C454D, 0) + body


def sent(day: dt.datetime, head: int) -> bytes:
    ticks = int((day - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10**7
    return b"\0" * head + struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)


def message(root: str, subject: str, sender: str, body: str, head: int) -> dict[str, bytes]:
    return {
        f"{root}__substg1.0_0037001F": text(subject),
        f"{root}__substg1.0_0C1A001F": text(sender),
        f"{root}__substg1.0_1000001F": text(body),
        f"{root}__properties_version1.0": sent(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), head),
    }


def test_a_mail_with_a_mail_and_a_file_attached():
    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D/"
    note = docx_bytes(lambda document: document.add_paragraph("Le pilote démarre à Lyon."))
    data = compound(
        message("", "TR: devis", "Anne Roy", "Voir ci-joint.", 32)
        | message(inner, "devis", "Bruno Roux", "Le devis est de 12 k€.", 24)
        | {
            "__attach_version1.0_#00000001/__substg1.0_3707001F": text("pilote.docx"),
            "__attach_version1.0_#00000001/__substg1.0_37010102": note,
        }
    )
    document = read("m.msg", data)
    assert (document.title, document.author, document.date) == ("TR: devis", "Anne Roy", dt.date(2026, 3, 2))
    assert [(s.text, s.author, s.locator.part) for s in document.segments] == [
        ("Voir ci-joint.", "Anne Roy", None),
        ("Le devis est de 12 k€.", "Bruno Roux", "pièce jointe: message.msg"),
        ("Le pilote démarre à Lyon.", None, "pièce jointe: pilote.docx, § 1"),
    ]


def test_mails_attached_to_each_other_end_at_a_depth():
    streams, root = message("", "0", "A", "niveau 0", 32), ""
    for level in range(1, 6):
        root += "__attach_version1.0_#00000000/__substg1.0_3701000D/"
        streams |= message(root, str(level), "A", f"niveau {level}", 24)
    document = read("m.msg", compound(streams))
    assert texts(document) == ["niveau 0", "niveau 1", "niveau 2"]
    assert any("too deep" in warning for warning in document.warnings)


def test_a_body_kept_as_rich_text_only():
    plain = compound({"__substg1.0_0037001F": text("s"), "__substg1.0_10090102": PACKED})
    assert texts(read("m.msg", plain)) == ["hello world"]
    made = compound({"__substg1.0_0037001F": text("s"), "__substg1.0_10090102": raw(HTML)})
    assert find(read("m.msg", made), "52").text == "Le taux est de 52\u00a0€ & là"


def test_packed_rich_text_is_unpacked_and_damage_ends_it():
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(PACKED[:30]).startswith(b"{\\rtf1\\ansi")
    assert html_of(b"{\\rtf1\\ansi hello}") is None


def test_an_encrypted_mail_says_so():
    data = compound({"__substg1.0_0037001F": text("s"), "__substg1.0_001A001F": text("IPM.Note.SMIME")})
    with pytest.raises(UnreadableFile) as refusal:
        read("m.msg", data)
    assert refusal.value.reason == "encrypted"


MEETINGS = bytes.fromhex("0220060000000000c000000000000046")
CONTACTS = bytes.fromhex("0420060000000000c000000000000046")
NAMED = {
    "__nameid_version1.0/__substg1.0_00020102": MEETINGS + CONTACTS,
    "__nameid_version1.0/__substg1.0_00030102": b"".join(
        struct.pack("<IHH", number, group << 1, at)
        for at, (number, group) in enumerate([(0x8208, 3), (0x820D, 3), (0x820E, 3), (0x8083, 4)])
    ),
}


def values(head: int, *found: tuple[int, int | dt.datetime]) -> bytes:
    """Properties of fixed size: numbers, and times."""
    table = b"\0" * head
    for key, value in found:
        if isinstance(value, dt.datetime):
            table += sent(value, 0)[:2] + struct.pack("<HI", key, 6) + sent(value, 0)[8:]
        else:
            table += struct.pack("<HHIQ", 3, key, 6, value)
    return table


def appointment(start: dt.datetime, end: dt.datetime, kind: str = "IPM.Appointment") -> bytes:
    return compound(
        NAMED
        | {
            "__substg1.0_001A001F": text(kind),
            "__substg1.0_0037001F": text("Revue du contrat"),
            "__substg1.0_0042001F": text("Roy, Anne"),
            "__substg1.0_8000001F": text("Lyon, salle 2"),
            "__substg1.0_1000001F": text("On parle du prix."),
            "__properties_version1.0": values(32, (0x8001, start), (0x8002, end)),
            "__recip_version1.0_#00000000/__substg1.0_3001001F": text("Bruno Roux"),
            "__recip_version1.0_#00000000/__properties_version1.0": values(8, (0x5FFF, 3), (0x0C15, 1)),
            "__recip_version1.0_#00000001/__substg1.0_3001001F": text("Salle 2"),
            "__recip_version1.0_#00000001/__properties_version1.0": values(8, (0x0C15, 3)),
        }
    )


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


def test_an_appointment_tells_when_where_and_who():
    document = read("rdv.msg", appointment(at(12, 9), at(12, 10)))
    assert texts(document) == [
        "Revue du contrat",
        "Date\u00a0: 12/03/2026 09:00 - 10:00 UTC",
        "Lieu\u00a0: Lyon, salle 2",
        "Organisateur\u00a0: Anne Roy",
        "Invités\u00a0: Bruno Roux (accepté)",
        "On parle du prix.",
    ]
    assert (document.kind, document.title, document.date) == ("note", "Revue du contrat", dt.date(2026, 3, 12))


def test_an_appointment_of_whole_days_is_of_the_days_where_it_was_made():
    assert "Date\u00a0: 13/03/2026 au 14/03/2026" in texts(read("rdv.msg", appointment(at(12, 23), at(14, 23))))
    assert "Date\u00a0: 13/03/2026" in texts(read("rdv.msg", appointment(at(12, 23), at(13, 23))))


def test_an_invitation_stays_a_mail():
    document = read("rdv.msg", appointment(at(12, 9), at(12, 10), "IPM.Schedule.Meeting.Request"))
    assert document.kind == "mail"
    assert find(document, "Lieu").text == "Lieu\u00a0: Lyon, salle 2"


def test_a_contact_tells_its_fields():
    fields = {"001A": "IPM.Contact", "0037": "Anne Roy", "3001": "Anne Roy", "3A16": "Norvia", "3A17": "Acheteuse"}
    streams = {f"__substg1.0_{key}001F": text(value) for key, value in fields.items()}
    document = read("c.msg", compound(NAMED | streams | {"__substg1.0_8003001F": text("a.roy@norvia.example")}))
    assert texts(document) == [
        "Nom\u00a0: Anne Roy",
        "Société\u00a0: Norvia",
        "Fonction\u00a0: Acheteuse",
        "E-mail\u00a0: a.roy@norvia.example",
    ]
