"""Which side everybody is on: our company, the client, a competitor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from copilot.facts.people import People, Person, split_name
from copilot.schemas.evidence import SourceDocument
from copilot.schemas.plan import Side
from copilot.text.normalise import fold

_PUBLIC = frozenset(("gmail outlook hotmail yahoo orange free wanadoo laposte icloud proton gmx ").split())
_GENERIC = frozenset(
    (
        "groupe group sa sas sarl ag gmbh plc ltd inc the le la les et and holding france uk europe international "
    ).split()
)


def company_words(name: str | None) -> set[str]:
    """The telling words of a company's name, folded."""
    return {w for w in re.findall(r"\w{3,}", fold(name or "")) if w not in _GENERIC}


def _domain(address: str) -> str:
    host = address.rpartition("@")[2].lower()
    parts = host.split(".")
    if len(parts) >= 3 and parts[-2] in ("co", "com", "org", "net", "ac", "gov"):
        parts = parts[:-1]
    return parts[-2] if len(parts) >= 2 else host


def addresses_of(documents: Sequence[SourceDocument]) -> list[tuple[str, str]]:
    """(display name, domain) of everyone on every mail."""
    pairs = [_split(a) for d in documents for a in d.addresses]
    return [(name, _domain(address)) for name, address in pairs if "@" in address and _domain(address) not in _PUBLIC]


def _split(entry: str) -> tuple[str, str]:
    name, _, address = entry.rpartition("<")
    return name.strip(' "'), address.rstrip(">")


def guess_supplier(documents: Sequence[SourceDocument], account_name: str) -> str | None:
    """Our own company's name, from the mail domain that is most often there and is not the client's."""
    client = company_words(account_name)
    domains = Counter(domain for _, domain in addresses_of(documents) if not _same_company(domain, client))
    if not domains:
        return None
    stem = domains.most_common(1)[0][0]
    pattern = re.compile(rf"(?<!\w){re.escape(stem)}(?!\w)", re.IGNORECASE)
    spellings = Counter(m[0] for d in documents for s in d.segments for m in pattern.finditer(s.text) if m[0] != stem)
    return spellings.most_common(1)[0][0] if spellings else stem.capitalize()


def _same_company(domain: str, words: set[str]) -> bool:
    flat = fold(domain).replace("-", "")
    return any(w in flat or (len(flat) > 4 and flat in w) for w in words)


def assign_sides(
    people: People, documents: Sequence[SourceDocument], account_name: str, supplier_name: str | None
) -> dict[str, Side]:
    """Side of every author and speaker, by folded name; persons in `people` are marked on the way."""
    client, us = company_words(account_name), company_words(supplier_name)
    for name, domain in addresses_of(documents):
        first, last = split_name(name)
        if not last:
            continue
        person = people.resolve(last, first) or people.add(first, last)
        if _same_company(domain, client):
            person.sides["client"] += 10
        elif us and _same_company(domain, us):
            person.sides["us"] += 10
    _by_company(people, documents, client, us)
    _by_attendance(people, documents, client, us)
    _by_conversation(people, documents)
    sides: dict[str, Side] = {}
    for person in people.all():
        if person.sides:
            sides[fold(person.name)] = person.sides.most_common(1)[0][0]
    return sides


def _by_company(people: People, documents: Sequence[SourceDocument], client: set[str], us: set[str]) -> None:
    """A company named in the brackets after a name tells the side: "S. Pottier (HSE Mirandol)"."""
    for document in documents:
        for segment in document.segments:
            for _start, end, person in people.mentions(segment.text):
                bracket = re.match(r"\s*\(([^)]{2,60})\)", segment.text[end : end + 70])
                if not bracket:
                    continue
                inside = set(re.findall(r"\w{3,}", fold(bracket[1])))
                if inside & client:
                    person.sides["client"] += 3
                elif inside & us:
                    person.sides["us"] += 3


_LIST = re.compile(
    r"(?:^|\n|[.;] )[ \t]*(?:[-*•] )?(?P<label>[^\n:;.]{1,60}?)[ \u00a0]?:[ \u00a0]*(?P<names>[^\n]{3,400})"
)
_ENDS = re.compile(r"[.;] (?=[A-ZÀ-Þ])|\.$|(?:excus|absent|apolog|redact|minutes by|copie|cc\b)", re.I)
_OURS = re.compile(r"(?<!\w)(?:nous|notre (?:equipe|cote)|us|our (?:side|team)|we|interne|internal|equipe)(?!\w)")
_THEIRS = re.compile(r"(?<!\w)(?:clients?|customer|cote client|for the client)(?!\w)")
_ATTENDS = re.compile(r"(?<!\w)(?:pre?sents?|participants?|attendees?|pour|for|cote|side|avec|with|presence)(?!\w)")


def _by_attendance(people: People, documents: Sequence[SourceDocument], client: set[str], us: set[str]) -> None:
    """« Présents client : … », "Attendees (Corvane): …": everybody in the list is of that side.

    Where one list of a note is ours, the other one of the same sort is the client's, however its company is written.
    """
    for document in documents:
        lists = [
            found for segment in document.segments if segment.kind != "row" for found in _lists(people, segment.text)
        ]
        told = [(label, persons, _side_of(label, client, us)) for label, persons in lists]
        ours = any(side == "us" for _, _, side in told)
        for label, persons, side in told:
            other = side is None and ours and len(persons) >= 1 and len(told) >= 2 and _is_company(label, told)
            for person in persons:
                if side is not None:
                    person.sides[side] += 4
                elif other:
                    person.sides["client"] += 3


def _lists(people: People, text: str) -> list[tuple[str, list[Person]]]:
    """The lists of persons after a label, each with its label folded."""
    found = []
    for match in _LIST.finditer(text):
        names = match["names"]
        end = _ENDS.search(names)
        names = names[: end.start()] if end else names
        persons = [person for _, _, person in people.mentions(names)]
        label = fold(match["label"]).strip(" *_#")
        alone = len(persons) == 1 and not (_ATTENDS.search(label) or re.match(r"[^,]{3,40}\s*(?:\(|$)", names))
        if persons and not people.mentions(match["label"]) and not alone:
            found.append((label, persons))
    return found


def _side_of(label: str, client: set[str], us: set[str]) -> Side | None:
    told = set(re.findall(r"\w{3,}", label))
    if told & us or _OURS.search(label):
        return "us"
    return "client" if told & client or _THEIRS.search(label) else None


def _is_company(label: str, told: Sequence[tuple[str, list[Person], Side | None]]) -> bool:
    """Whether a label is of the same form as the one of our own list: it attends, or is one or two words."""
    mine = next((other for other, _, side in told if side == "us"), "")
    return bool(_ATTENDS.search(label)) == bool(_ATTENDS.search(mine)) and len(label.split()) <= len(mine.split()) + 2


_INTERNAL = re.compile(
    r"(?<!\w)(?:interne|internal|equipe|team|prepa\w*|prep|debrief|war room|teams|point d'equipe)(?!\w)"
)
_WITH_CLIENT = re.compile(
    r"(?<!\w)(?:visite?|copil|comite|rdv|rendez|entretien|appel|call|avec|with|client|qbr|steering|kick-?off|revue|review)(?!\w)"
)


def _by_conversation(people: People, documents: Sequence[SourceDocument]) -> None:
    """Speakers of a meeting in which all known speakers are ours are ours; so are authors of notes and minutes."""
    for document in documents:
        speakers = {s.author for s in document.segments if s.author and s.kind == "turn"}
        known = [_speaker(people, name) for name in speakers]
        persons = [p for p in known if p]
        marked = {p.sides.most_common(1)[0][0] for p in persons if p.sides}
        head = fold(
            f"{document.title or ''} {document.name} {document.segments[0].text[:120] if document.segments else ''}"
        )
        among_us = _INTERNAL.search(head) is not None or _WITH_CLIENT.search(head.replace("_", " ")) is None
        if marked == {"us"} and among_us:
            for person in persons:
                person.sides["us"] += 2
        if document.author and document.kind in ("note", "minutes", "deck"):
            author = _speaker(people, document.author)
            if author and not author.sides:
                author.sides["us"] += 1


def _speaker(people: People, name: str) -> Person | None:
    first, last = split_name(name)
    return people.resolve(last, first) if last else people.by_first(name)
