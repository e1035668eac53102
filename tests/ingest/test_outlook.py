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
