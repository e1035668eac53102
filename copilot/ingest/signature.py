"""Where a message ends and its signature begins, in French, English and German."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSING = re.compile(
    r"^\s*(?:(?:bien |très )?(?:cordialement|amicalement|sincèrement)|cdlt|cdt|bien à (?:vous|toi)"
    r"|sincères salutations"
    r"|salutations(?: distinguées)?|bonne (?:journée|soirée|fin de .{3,20})|belle journée|à (?:bientôt|plus"
    r"|demain|lundi)|merci(?: d'avance| et .{3,30})?|bises"
    r"|respectueusement|(?:kind|best|warm|many)? ?regards|best(?: wishes)?|sincerely(?: yours)?"
    r"|yours (?:sincerely|truly|faithfully)"
    r"|thanks(?: a lot| again)?|thank you|many thanks|cheers|take care"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|viele[nr]?|liebe) grü(?:ß|ss)e[n]?|beste grü(?:ß|ss)e|mfg"
    r"|saludos(?: cordiales)?|un saludo"
    r"|cordiali saluti|distinti saluti|met vriendelijke groet(?:en)?)\s*[,.!]*\s*$",
    re.I,
)
_DEVICE = re.compile(
    r"^\s*(?:envoyé (?:de(?:puis)?|à partir de) |sent from (?:my |the |outlook|mail|yahoo|typeapp)"
    r"|get outlook|télécharge[rz] outlook|obtenir outlook"
    r"|gesendet (?:von|mit) |von meinem .{3,30} gesendet|inviato da|enviado desde|verzonden (?:vanaf|met))",
    re.I,
)
_LEGAL = re.compile(
    r"(?:ce (?:message|courriel|mail|courrier)[^.]{0,80}(?:confidentiel|destinataire|pièces jointes"
    r"|exclusif)|(?:this|the information in this) "
    r"(?:e-?mail|message|communication)[^.]{0,120}(?:confidential|intended|privileged|addressee)"
    r"|si vous n.êtes pas (?:le )?destinataire"
    r"|if you (?:are not|have received this)[^.]{0,60}(?:recipient|error|mistake)|avant d.imprimer"
    r"|pensez (?:à|a) l.environnement"
    r"|think before you print|consider the environment before|diese e-?mail (?:enthält|kann)|virus-free|sans virus)",
    re.I,
)
_RESUMES = re.compile(
    r"^\s*(?:p\.? ?s\.?(?=[\s:.–-])|post-?scriptum|n\.? ?b\.?(?=[\s:.–-])|annexes?\b|appendix\b|pour mémoire\b"
    r"|reminder\b)",
    re.I,
)
"""What goes on below a signature."""
_LAST_NAME = re.compile(r"[,.!]?\s+(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*\s?){1,2}\s*$")
_REMARK = re.compile(
    r"^\s*(?:(?:ma|mon|mes|notre|nos|my|our) (?:remarque|commentaire|avis|note|analyse|lecture|take|comment|remark"
    r"|view)s?"
    r"|note(?:s)? (?:perso\w*|interne|to self|à moi)|commentaire interne|internal (?:note|comment))\b\s*[:–-]",
    re.I,
)
"""What whoever keeps a mail writes below it."""
_FIGURE = re.compile(r"\d[\d .,\u00a0\u202f]*(?:€|\$|£|%|k€|m€|eur\b|usd\b|gbp\b|pour cent|percent)", re.I)
_SPEAKS = re.compile(r"(?<!\w)(?:je|j['’]|nous|on|i|we|ich|wir)(?!\w)", re.I)
_NOTICE = re.compile(
    r"destinatair|recipient|diffus|dissemin|distribut|utilisation|use of|autoris|authori|interdit|prohibit|responsab"
    r"|liab|virus|disclos|cop(?:y|ie|ier)\b|delete|détrui|supprim|erreur|error|expéditeur|sender|imprim|\bprint|environ|confiden"
    r"|intégrit|altér|integrity|warrant|garanti|privileg|siège|registered|capital|rcs\b|siret|données personnelles"
    r"|personal data",
    re.I,
)
"""Words of a notice that goes on."""
_GOES_ON_SAYING = re.compile(r"confiden\w+ ?: ?\S+ \S+ \S+", re.I)
"""« Ce message est confidentiel : nous gardons Norvia » is somebody's own sentence."""
_MAX_LINES, _MAX_LENGTH, _MOST_BELOW = 9, 90, 60


def signature_span(lines: Sequence[str], author: str | None = None) -> tuple[int, int]:
    """The first line of the signature and the one after its last; both `len(lines)` when there is none.

    A postscript or an appendix below the signature is said again: the signature ends before it.
    """
    last = max((i for i, line in enumerate(lines) if line.strip()), default=-1) + 1
    marked = next((i for i in range(last) if lines[i].rstrip() in ("--", "—", "__") and last - i <= 14), last)
    device = next((i for i in range(last) if _DEVICE.match(lines[i]) and last - i <= 4), last)
    legal = next(
        (i for i in range(max(0, last - _MOST_BELOW), last) if _is_legal(lines[i]) and _is_tail(lines[i + 1 : last])),
        last,
    )
    start = _closing_before(lines, min(marked, device, legal), author)
    if start >= last:
        return len(lines), len(lines)
    below = range(start + 1, last)
    return start, next((i for i in below if _goes_on(lines[i]) or (i > legal and _says_more(lines[i]))), len(lines))


def signs_off(line: str) -> bool:
    """Whether a line is what people write at the end, with their name or without: « Bien à vous, Anne »."""
    return _CLOSING.match(_LAST_NAME.sub("", line)) is not None


def is_remark(line: str) -> bool:
    """Whether a line below a pasted mail is a remark of whoever pasted it: « Ma remarque : … »."""
    return bool(_REMARK.match(line))


def _is_legal(line: str) -> bool:
    """A notice of confidentiality; one with an amount or a rate in it is somebody's own sentence."""
    return bool(_LEGAL.search(line)) and not _FIGURE.search(line) and not _GOES_ON_SAYING.search(line)


def _goes_on(line: str) -> bool:
    return bool(_RESUMES.match(line)) or is_remark(line)


def _says_more(line: str) -> bool:
    """Whether a sentence below a notice is no part of it: « Pour Dole nous acceptons 3 %. »"""
    matter = bool(_FIGURE.search(line) or _SPEAKS.search(line))
    return _is_sentence(line) and matter and not _NOTICE.search(line) and not _LEGAL.search(line)


def _is_tail(lines: Sequence[str]) -> bool:
    """Whether lines may follow a notice: few, and no closing formula among them."""
    return sum(1 for line in lines if line.strip()) <= 12 and not any(_CLOSING.match(line) for line in lines)


def _closing_before(lines: Sequence[str], end: int, author: str | None) -> int:
    """The closing formula, or the bare name, that ends the text before `end`."""
    filled = [i for i in range(end) if lines[i].strip()]
    resumed = next((at for at, i in enumerate(filled) if at and _goes_on(lines[i])), len(filled))
    filled = filled[:resumed]
    for at in reversed(filled[-_MAX_LINES:]):
        if _CLOSING.match(lines[at]) and at != filled[0]:
            return at
        if len(lines[at]) > _MAX_LENGTH or _is_sentence(lines[at]):
            break
    if len(filled) > 1 and author and _names(lines[filled[-1]], author):
        return filled[-1]
    return end


def _is_sentence(line: str) -> bool:
    """Whether a line says something, as no line of a signature does."""
    words = line.split()
    ended = line.rstrip().endswith((".", "!", "?", "…")) and not line.rstrip().endswith(("S.A.", "Inc.", "Ltd."))
    return len(words) >= 4 and (ended or bool(_FIGURE.search(line)))


def _names(line: str, author: str) -> bool:
    """Whether a line is only the author's name, first name or initials."""
    words = re.findall(r"[^\W\d_]+", line.lower())
    known = re.findall(r"[^\W\d_]+", author.lower().split("@")[0])
    initials = "".join(word[0] for word in known)
    return 0 < len(words) <= 3 and (
        all(word in known for word in words) or "".join(words) in (initials, initials[:1], initials[::-1])
    )
