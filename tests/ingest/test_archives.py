import base64
import io
import random
import stat
import struct
import zipfile

import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import Member, read, read_or_unpack
from copilot.ingest.unpack import safe_name
from tests.ingest.files import docx_bytes, texts, xlsx_bytes, zip_bytes

DOCX = docx_bytes(lambda document: document.add_paragraph("Le client veut un rabais."))
MBOX = (
    b"From a@x.fr Mon Jan  5 09:00:00 2026\nFrom: Anne <a@x.fr>\nSubject: =?utf-8?q?Pr=C3=A9paration/devis?=\n"
    b"Date: Mon, 5 Jan 2026 09:00:00 +0100\n\nBonjour,\n>From now on, on part sur 3 sites.\n\n"
    b"From b@x.fr Tue Jan  6 09:00:00 2026\nFrom: Bruno <b@x.fr>\nSubject: Re\n\nD'accord.\n"
)


def unpack(data: bytes, name: str = "notes.zip") -> list[Member]:
    found = read_or_unpack(name, data)
    assert isinstance(found, list)
    return found


def test_a_zipped_folder_gives_each_file_under_its_path():
    data = zip_bytes({"2026/CR.docx": DOCX, "2026/.DS_Store": b"x", "__MACOSX/2026/._CR.docx": b"x", "a.txt": b"un"})
    found = unpack(data)
    assert [(one.name, one.data) for one in found] == [("notes.zip/2026/CR.docx", DOCX), ("notes.zip/a.txt", b"un")]
    assert texts(read(found[0].name, found[0].data)) == ["Le client veut un rabais."]


def test_an_office_file_is_a_document_and_no_archive():
    assert texts(read_or_unpack("a.zip", DOCX)) == ["Le client veut un rabais."]


def test_archives_inside_archives_are_opened_to_a_depth():
    data = b"profond"
    for depth in range(5):
        data = zip_bytes({f"niveau{depth}.zip" if depth else "note.txt": data, f"n{depth}.txt": b"x"})
    found = unpack(data)
    assert [one.name for one in found if one.refusal is None][-1] == "notes.zip/n4.txt"
    deep = [one for one in found if one.refusal is not None]
    assert [one.name for one in deep] == ["notes.zip/niveau4.zip/niveau3.zip/niveau2.zip"]
    assert deep[0].refusal.reason == "too_large"


def test_an_office_file_inside_an_archive_stays_whole():
    book = xlsx_bytes(lambda book: book.active.append(["Site", "CA"]))
    assert [one.name for one in unpack(zip_bytes({"b.xlsx": book, "c.docx": DOCX}))] == [
        "notes.zip/b.xlsx", "notes.zip/c.docx"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/abs/x.txt", "abs/x.txt"),
        ("C:\\Users\\anne\\CR été.docx", "C/Users/anne/CR été.docx"),
        ("..\\..\\x", "x"),
        ("a/./b//c", "a/b/c"),
        ("..", "file"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_names_cannot_leave_the_archive(raw, safe):
    assert safe_name(raw) == safe


def test_names_of_french_windows_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("XXXX.txt", b"note")
    data = out.getvalue().replace(b"XXXX.txt", "éàç€.txt".replace("€", "è").encode("cp850"))
    assert [one.name for one in unpack(data)] == ["notes.zip/éàçè.txt"]


def test_two_members_of_one_name_are_told_apart():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"un")
        archive.writestr("A.txt", b"deux")
    assert [(one.name, one.data) for one in unpack(out.getvalue())] == [
        ("notes.zip/a.txt", b"un"), ("notes.zip/A (2).txt", b"deux")
    ]  # fmt: skip


def test_a_link_is_named_and_not_followed():
    entry = zipfile.ZipInfo("lien.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("a.txt", b"un")
    assert [(one.name, one.refusal.reason if one.refusal else None) for one in unpack(out.getvalue())] == [
        ("notes.zip/lien.txt", "unsafe"), ("notes.zip/a.txt", None)
    ]  # fmt: skip


def locked(data: bytes, name: bytes) -> bytes:
    """The archive with the flag of a password on one member."""
    out = bytearray(data)
    for mark, flags, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = out.find(mark)
        while at >= 0:
            if out[at + name_at :].startswith(name):
                out[at + flags] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def test_a_locked_member_is_named_and_the_others_are_read():
    found = unpack(locked(zip_bytes({"secret.txt": b"x", "a.txt": b"un"}), b"secret.txt"))
    assert [(one.name, one.refusal.reason if one.refusal else None) for one in found] == [
        ("notes.zip/secret.txt", "encrypted"), ("notes.zip/a.txt", None)
    ]  # fmt: skip
    with pytest.raises(UnreadableFile) as refusal:
        unpack(locked(zip_bytes({"secret.txt": b"x"}), b"secret.txt"))
    assert refusal.value.reason == "encrypted"


def overlapping() -> bytes:
    """Many entries of the central directory that point to the same bytes."""
    data = zip_bytes({"a.txt": b"0" * 100_000})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entries = data[at:end] * 50
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 50, 50, len(entries), at)
    return data[:at] + entries + bytes(tail)


BAD = {
    "bomb": (zip_bytes({"a.txt": b"0" * (60 << 20)}), "too_large"),
    "bombs": (zip_bytes({f"{i}.zip": zip_bytes({"a.txt": b"0" * (9 << 20)}) for i in range(12)}), "too_large"),
    "ten thousand members": (zip_bytes({f"{i}.txt": b"x" for i in range(10_000)}), "too_large"),
    "overlap": (overlapping(), "unsafe"),
    "nothing": (zip_bytes({}), "empty"),
    "folders only": (zip_bytes({"a/": b""}), "empty"),
    "half": (zip_bytes({"a.txt": random.Random(1).randbytes(9000)})[:900], "truncated"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_hostile_archive_ends_as_one_line(case):
    data, reason = BAD[case]
    with pytest.raises(UnreadableFile) as refusal:
        read_or_unpack("notes.zip", data)
    assert refusal.value.reason == reason
    assert "\n" not in str(refusal.value)


def test_a_mailbox_gives_each_mail():
    found = unpack(MBOX, "boite.mbox")
    assert [one.name for one in found] == ["boite.mbox/0001 Préparation devis.eml", "boite.mbox/0002 Re.eml"]
    mail = read(found[0].name, found[0].data)
    assert texts(mail) == ["Bonjour,", "From now on, on part sur 3 sites."]
    assert mail.date.isoformat() == "2026-01-05"


def test_an_archive_attached_to_a_mail_is_read_with_it():
    archive = zip_bytes({"cr/visite.txt": b"Visite de Lyon le 3 mars.", "x.bin": bytes(range(256))})
    out = (
        b"From: a@x.fr\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: text/plain\n\nVoici.\n--b\nContent-Type: application/zip; name=n.zip\n"
        b"Content-Disposition: attachment; filename=n.zip\nContent-Transfer-Encoding: base64\n\n"
    )
    document = read("m.eml", out + base64.encodebytes(archive) + b"--b--\n")
    assert [(s.text, s.locator.part) for s in document.segments] == [
        ("Voici.", None), ("Visite de Lyon le 3 mars.", "pièce jointe: n.zip, pièce jointe: cr/visite.txt")
    ]  # fmt: skip
    assert any("x.bin" in warning for warning in document.warnings)
