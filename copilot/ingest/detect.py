"""What a file is, by its bytes first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from copilot.ingest.archive import Archive, member, open_archive
from copilot.ingest.compound import CompoundFile
from copilot.ingest.encoding import decode, is_binary
from copilot.ingest.parts import Refused

Format = Literal[
    "txt", "md", "csv", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "pdf", "eml", "msg", "vtt", "srt", "html", "rtf",
    "odt", "ods", "odp", "epub", "ics", "zip", "mbox", "sheetxml",
    "sheethtml", "mht", "sheetmht",
]  # fmt: skip

EXTENSIONS: dict[str, Format] = {
    ".txt": "txt",
    ".text": "txt",
    ".log": "txt",
    ".md": "md",
    ".markdown": "md",
    ".csv": "csv",
    ".tsv": "csv",
    ".doc": "doc",
    ".dot": "doc",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".dotm": "docx",
    ".ppt": "ppt",
    ".pps": "ppt",
    ".pot": "ppt",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".ppsm": "pptx",
    ".potx": "pptx",
    ".potm": "pptx",
    ".xls": "xls",
    ".xlt": "xls",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xltm": "xlsx",
    ".pdf": "pdf",
    ".eml": "eml",
    ".msg": "msg",
    ".vtt": "vtt",
    ".srt": "srt",
    ".htm": "html",
    ".html": "html",
    ".rtf": "rtf",
    ".odt": "odt",
    ".ott": "odt",
    ".ods": "ods",
    ".ots": "ods",
    ".odp": "odp",
    ".otp": "odp",
    ".mht": "mht",
    ".mhtml": "mht",
    ".epub": "epub",
    ".ics": "ics",
    ".zip": "zip",
    ".mbox": "mbox",
}
_BOOKS = ("xls", "xlsx")
_BINARY = ("doc", "docx", "ppt", "pptx", "xls", "xlsx", "pdf", "odt", "ods", "odp", "epub", "msg", "zip")
_TNEF = b"\x78\x9f\x3e\x22"
"""How winmail.dat starts"""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS: tuple[tuple[bytes, Format], ...] = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main", "docx"),
    (b"presentationml", "pptx"),
    (b"ms-powerpoint", "pptx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.template.macroEnabled.main", "xlsx"),
)
_OPEN_DOCUMENTS: tuple[tuple[bytes, Format], ...] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
)
_MAIL_HEADER = re.compile(
    r"^(from|to|cc|bcc|subject|date|reply-to|sender|return-path|received|message-id|mime-version|content-[a-z-]+"
    r"|delivered-to|in-reply-to|references|thread-[a-z]+|x-[\w-]+|dkim-signature|authentication-results"
    r"|arc-[\w-]+)\s*:",
    re.IGNORECASE,
)
_MACHINE_HEADER = re.compile(r"^(message-id|mime-version|return-path|received|content-type|x-[\w-]+)\s*:", re.I | re.M)
_MAILS = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]{0,200}\d{4}[^\r\n]{0,20}\r?\n[A-Za-z-]+:")
_SHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_CUE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?[.,:]\d{1,3}\s*-->")
_HTML = re.compile(r"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)


def extension(name: str) -> str:
    """The lower-case extension; what follows the last dot of « notes 12.03 » is none."""
    suffix = PurePosixPath(name).suffix.lower()
    return "" if re.fullmatch(r"\.\d*", suffix) or " " in suffix else suffix


def detect(name: str, data: bytes) -> Format:
    """The format to read `data` as; raises Refused (empty, encrypted, truncated, too_large, unsupported)."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty", "the file is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _in_archive(name, open_archive(data, locked=True))
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_OLE):
        return _in_ole(data)
    if data.startswith(_TNEF):
        raise Refused(
            "unsupported", "Outlook packed files in it that are not read; ask for them as ordinary attachments"
        )
    if is_binary(data):
        return _not_text(name)
    if len(_MAILS.findall(data)) > 1:
        return "mbox"
    return _in_text(name, decode(data[:200_000]))


def _in_archive(name: str, archive: Archive) -> Format:
    types = member(archive, "[Content_Types].xml") or b""
    for mark, found in _MAIN_PARTS:
        if mark in types:
            return found
    mime = (member(archive, "mimetype") or b"").strip()
    for mark, found in _OPEN_DOCUMENTS:
        if mime.startswith(mark):
            return found
    if mime == b"application/epub+zip":
        return "epub"
    if types or mime:
        raise Refused("unsupported", "this office format is not read; save it as .docx, .pptx, .xlsx or .pdf")
    if any(entry.endswith(".iwa") for entry in archive.namelist()):
        raise Refused("unsupported", "Apple's own formats are not read; export it as .docx, .pptx, .xlsx or .pdf")
    return "zip"


def _in_ole(data: bytes) -> Format:
    names = {path.split("/")[0] for path in CompoundFile(data).names()}
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    if any(name.startswith(("__substg1.0_", "__properties_version1.0")) for name in names):
        return "msg"
    if "WordDocument" in names:
        return "doc"
    if names & {"Workbook", "Book"}:
        return "xls"
    if "PowerPoint Document" in names:
        return "ppt"
    raise Refused("unsupported", "the file is of an unknown binary format")


def _not_text(name: str) -> Format:
    known = EXTENSIONS.get(extension(name))
    if known in _BINARY:
        raise Refused("truncated", f"the file is damaged: it does not start like a {extension(name)} file")
    raise Refused("unsupported", "the file is of an unknown binary format")


def _in_text(name: str, text: str) -> Format:
    text = text.lstrip("\ufeff")
    named = EXTENSIONS.get(extension(name))
    if re.match(r"WEBVTT\b", text):
        return "vtt"
    if re.match(r"BEGIN:VCALENDAR\b", text, re.I):
        return "ics"
    if text.lstrip().startswith("<?xml") and _SHEET_XML in text[:4000]:
        return "sheetxml"
    if _HTML.match(text[:4000]):
        return "sheethtml" if named in _BOOKS and "<table" in text.lower() else "html"
    if named != "eml" and _is_saved_page(text):
        return "sheetmht" if named in _BOOKS else "mht"
    if _is_mail(text, named):
        return "eml"
    if named in ("vtt", "srt") or (len(_CUE.findall(text)) >= 2 and named in (None, "txt")):
        return "vtt" if named == "vtt" else "srt"
    if named in ("txt", "md", "csv", "html"):
        return "csv" if named == "txt" and _is_table(text) else named
    if named in _BOOKS and _is_table(text, least=1):
        return "csv"
    if named is not None:
        return "txt"  # an office or mail name on plain text
    if extension(name) == "":
        return "csv" if _is_table(text) else "txt"
    raise Refused("unsupported", f"files named {extension(name)!r} are not read")


def _is_mail(text: str, named: Format | None) -> bool:
    lines = text.lstrip("\n").splitlines()
    if lines and lines[0].startswith("From ") and "@" in lines[0]:
        lines = lines[1:]
    headers: set[str] = set()
    for line in lines[:200]:
        if not line.strip():
            break
        if line[0] in " \t" and headers:
            continue
        hit = _MAIL_HEADER.match(line)
        if hit is None:
            if re.match(r"[A-Za-z][A-Za-z0-9-]*:\s?", line) and headers:
                continue
            break
        headers.add(hit[1].lower())
    if named == "eml":
        return bool(headers)
    start = text[:5000].split("\n\n", 1)[0]
    return {"from", "subject"} <= headers and ("date" in headers or bool(_MACHINE_HEADER.search(start)))


def _is_saved_page(text: str) -> bool:
    """Whether the text is a page with its pictures in one file, which no mail program sent."""
    head = text.lstrip("\n")[:5000].replace("\r\n", "\n").split("\n\n", 1)[0]
    sender = re.search(r"^from:\s*(.*)", head, re.I | re.M)
    kind = re.search(r"^content-type:\s*multipart/related", head, re.I | re.M)
    if kind is None or _MAIL_HEADER.match(head) is None:
        return False
    return sender is None or sender[1].lower().lstrip('"<').startswith(("saved by", "enregistré par"))


def _is_table(text: str, *, least: int = 2) -> bool:
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    for mark in (";", "\t"):
        counts = {line.count(mark) for line in lines}
        if len(lines) >= least + 1 and len(counts) == 1 and min(counts) >= least:
            return True
    return False
