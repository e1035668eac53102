"""Who is who: persons, their titles and the side they are on, from all sources of an account together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from copilot.schemas.evidence import Citation, Segment, SourceDocument
from copilot.schemas.facts import PersonRecord
from copilot.schemas.plan import Side
from copilot.text.names import first_names
from copilot.text.normalise import fold

_CAP = r"[A-ZÀ-ÖØ-Þ](?:[\w-]|[’'](?!s\b))*\w"
_FULL = re.compile(rf"(?<![\w@.-])({_CAP}(?:-{_CAP})?)[ \u00a0]+((?:(?:de|du|von|van|le|la|d’|d')[ \u00a0]?)?{_CAP})")
_TITLED = re.compile(
    rf"(?<!\w)(M\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Dr\.?|Me|maître|Maître|Madame|Monsieur|Herr|Frau)[ \u00a0]+({_CAP})"
    rf"(?:[ \u00a0]+({_CAP}))?"
)
_INITIAL = re.compile(rf"(?<![\w.])([A-Z])\.[ \u00a0]?({_CAP})")
ROLE = re.compile(
    r"(?<!\w)(?:direct(?:eur|rice|or)|dir\.|resp(?:onsable|\.)|head of|chief|manager|acheteu[rs]"
    r"|acheteuse|buyer|einkauf|leiter|daf$|daf\b"
    r"|cfo|ceo|cto|cio|coo|ciso|cmo|cpo|dg\b|dga\b|pdg|dsi\b|drh\b|rssi|vp\b|svp|evp|president"
    r"|chef de|chef d'|lead\b|kam\b"
    r"|account manager|controller|controleu|ingenieu|engineer|juriste|counsel|avocat|analyst"
    r"|procurement|purchasing|achats"
    r"|hse|qse|qualite|quality|supply|logisti|category|merchandis|compradore?|gerant"
    r"|geschaftsfuhrer|vorstand|sponsor|champion"
    r"|cheff?e?\b|charge\w* d|pharmac|audit|adjoint|secretaire|tresori|delegue|conseill|architect|medecin|infirm"
    r"|officer|planner|superviseur|supervisor|delivery|site lead|lead$"
    r"|assistant|coordinat|technicien|operations|maintenance|marketing|finance|sales|commercial"
    r"|it\b|product owner|partner)"
)
_BRACKET = re.compile(r"^\s*[(–—,:=-]+\s*([^().;:\n|]{2,70})")
_NOT_NAMES = frozenset(
    (
        "groupe group plan projet project pilote pilot site usine plant compte account contrat contract note "
        "notes reunion meeting copil comite comité phase lot the le la les un une des our notre nos leur "
        "their this that direction service bonjour hello cher chere dear salut merci thanks re tr fwd fw "
        "objet subject appel offre total annexe article art page slide table tableau "
    ).split()
)


@dataclass
class Person:
    """A person while being put together."""

    first: str
    last: str
    titles: Counter[str] = field(default_factory=Counter)
    sides: Counter[Side] = field(default_factory=Counter)
    citations: dict[str, Citation] = field(default_factory=dict)
    gender_title: str | None = None

    @property
    def name(self) -> str:
        """As it is written in a plan."""
        return f"{self.first} {self.last}".strip()


def _proper(word: str) -> str:
    return "-".join(p.capitalize() for p in word.split("-")) if word.isupper() and len(word) > 2 else word


class People:
    """All persons of an account; a mention is resolved to one of them or to nobody."""

    def __init__(self) -> None:
        self._people: dict[tuple[str, str], Person] = {}
        self._by_last: dict[str, list[Person]] = {}

    def add(self, first: str, last: str) -> Person:
        """The person of that name, made known if new; an initial or nothing joins the only bearer of the surname."""
        first, last = _proper(first), _proper(last)
        key = (fold(first), fold(last))
        if key in self._people:
            return self._people[key]
        if first and (key[1], key[0]) in self._people:
            return self._people[(key[1], key[0])]  # « Roy Anne » of a mail's header is Anne Roy
        bearers = self._by_last.get(key[1], [])
        if not first and len(bearers) == 1:
            return bearers[0]
        for person in bearers:
            if not person.first and first:
                del self._people[("", key[1])]
                person.first = first
                self._people[key] = person
                return person
        person = Person(first, last)
        self._people[key] = person
        self._by_last.setdefault(key[1], []).append(person)
        return person

    def resolve(self, last: str, first: str = "") -> Person | None:
        """The person meant by a surname with a first name, an initial or nothing; None when it is not clear."""
        bearers = self._by_last.get(fold(_proper(last)), [])
        given = fold(first).rstrip(".")
        if given:
            bearers = [p for p in bearers if fold(p.first).startswith(given) or (len(given) > 1 and not p.first)]
        return bearers[0] if len(bearers) == 1 else None

    def bearers(self, last: str) -> list[Person]:
        """Everyone of that surname."""
        return self._by_last.get(fold(_proper(last)), [])

    def by_first(self, first: str) -> Person | None:
        """The only person with that first name."""
        found = [p for p in self._people.values() if fold(p.first) == fold(first)]
        return found[0] if len(found) == 1 else None

    def all(self) -> list[Person]:
        """Everyone, in the order in which they became known."""
        return list(self._people.values())

    def mentions(self, text: str) -> list[tuple[int, int, Person]]:
        """Persons named in a text, each place once."""
        found: dict[int, tuple[int, int, Person]] = {}
        for match in re.finditer(_CAP, text):
            word = match[0]
            if fold(word) in self._by_last:
                before = re.search(rf"({_CAP}|[A-Z])\.?[ \u00a0]+$", text[: match.start()])
                first = before[1] if before and self._is_first(before[1], word) else ""
                person = self.resolve(word, first)
                if person:
                    found[match.start()] = (match.start(), match.end(), person)
                continue
            after = text[match.end() : match.end() + 30]
            if fold(word) in first_names() and not re.match(rf"[ \u00a0]+{_CAP}", after):
                single = self.by_first(word)
                if single and single.last:
                    found[match.start()] = (match.start(), match.end(), single)
        return list(found.values())

    def _is_first(self, word: str, last: str) -> bool:
        if len(word) == 1:
            return True
        return any(fold(p.first) == fold(word) for p in self._by_last.get(fold(last), []))


def _title_near(text: str, end: int) -> str | None:
    """The role written right after a name: in brackets, after a comma, a colon or an equals sign."""
    match = _BRACKET.match(text[end : end + 90])
    if not match:
        return None
    role = match[1].strip(" ,.-–—")
    role = re.split(r"\s[–—-]\s|, (?:qui|who|il|elle|he|she)\b", role)[0].strip()
    role = re.split(r",\s*~?\d", role)[0].strip()
    role = re.split(r"\s(?=(?:La|Le|Les|The|Il|Elle|This|Cette?)\s)", role)[0].strip()
    folded = fold(role)
    if not ROLE.search(" ".join(folded.split()[:4])) or len(role.split()) > 8:
        return None
    if re.search(r"(?<!\w)(?:you|we|i|vous|nous|je|asked|says?|told)(?!\w)", folded):
        return None
    if re.match(r"(?:et|and|und|ou|or|mme|m\.|mr|ms|elle|il|he|she)\b", folded):
        return None
    if re.search(r"\b(?:veut|wants|est|is|a |has|va |will|sera)\b", folded) and not text[
        end : end + 3
    ].strip().startswith("("):
        return None
    return role


_LISTED = 2
"""Names with brackets after them that make a list of who attended: what stands there is what each of them does."""


def _in_brackets(text: str, end: int) -> str | None:
    match = re.match(r"[ \u00a0]?\(([^()\n]{2,50})\)", text[end : end + 60])
    if match is None or re.search(r"\d|[?!:]", match[1]) or len(match[1].split()) > 6:
        return None
    return match[1].strip()


_MONTHS = frozenset(
    ("jan feb mar apr may jun jul aug sep sept oct nov dec janv fev avr avril mai juin juil aout ").split()
)


def _is_person_name(first: str, last: str) -> bool:
    if fold(first) in _MONTHS or len(last) < 3:
        return False
    if fold(first) in _NOT_NAMES or fold(last) in _NOT_NAMES:
        return False
    return fold(first.split("-")[0]) in first_names()


def collect(documents: Sequence[SourceDocument], account_name: str, supplier_name: str | None) -> People:
    """Everyone named in the documents, with titles and sides."""
    people = People()
    client, us = _company_words(account_name), _company_words(supplier_name or "")
    for document in documents:
        for name in _header_names(document):
            first, last = split_name(name)
            if last:
                people.add(first, last)
    segments = [s for d in documents for s in d.segments]
    for segment in segments:
        _full_names(people, segment.text)
        _named_row(people, segment)
    for segment in segments:
        _part_names(people, segment.text)
    for document in documents:
        for segment in document.segments:
            _describe(people, document, segment, client, us)
    return people


def split_name(name: str, in_order: bool = False) -> tuple[str, str]:
    """First and last name, also of "VARENNE Thibault"; nothing when it is no name of a person.

    `in_order`: the first name is known to come first.
    """
    parts = name.split()
    if len(parts) < 2 or not all(re.fullmatch(r"[A-ZÀ-Þ][\w’'-]*\w|[A-Z]\.?|d[eu]|von|van", p) for p in parts):
        return "", ""
    shouted = parts[0].isupper() and len(parts[0]) > 2 and not parts[-1].isupper()
    known = [fold(part.split("-")[0]) in first_names() for part in (parts[0], parts[-1])]
    if shouted or (known == [False, True] and not in_order):
        parts = [*parts[1:], parts[0]]
    return " ".join(parts[:-1]), parts[-1]


def _header_names(document: SourceDocument) -> Iterable[str]:
    names = [document.author, *document.recipients, *(s.author for s in document.segments)]
    for raw in dict.fromkeys(n for n in names if n):
        name = re.sub(r"<[^>]*>|\([^)]*\)|[\"']", "", raw).strip()
        if name and "@" not in name and 2 <= len(name.split()) <= 3 and all(p[:1].isupper() for p in name.split()):
            yield name


def _full_names(people: People, text: str) -> None:
    for match in _FULL.finditer(text):
        if fold(match[2]) in first_names() and people.resolve(match[1], match[2]) is not None:
            continue
        if _is_person_name(match[1], match[2]) or _has_role_beside(text, match):
            people.add(match[1], match[2])
        elif people.resolve(match[1], match[2]) is not None:
            continue  # « Roy Anne », of whom « Anne Roy » is known
        elif match[1].isupper() and len(match[1]) > 2 and _is_person_name(match[2], match[1]):
            people.add(match[2], match[1])


_NAME_COLUMN = re.compile(
    r"^(?:nom|noms|name|names|participant\w*|present\w*|attendee\w*|who|qui|contact|teilnehmer\w*|person\w*)\b"
)


def _named_row(people: People, segment: Segment) -> None:
    """The first cell of a column of names is a person, however rare the first name."""
    if segment.kind != "row" or len(segment.cells) < 2 or not segment.header:
        return
    if _NAME_COLUMN.match(fold(segment.header[0])) and len(segment.cells[0].split()) in (2, 3):
        first, last = split_name(segment.cells[0].strip(), in_order=True)
        if last and not (fold(first) in _NOT_NAMES or fold(last) in _NOT_NAMES):
            people.add(first, last)


def _has_role_beside(text: str, match: re.Match[str]) -> bool:
    """A role right before or in brackets right after makes two capitalised words a person: "the CFO, Reto Amstad"."""
    if fold(match[1]) in _NOT_NAMES or fold(match[2]) in _NOT_NAMES or match[0].isupper():
        return False
    before = fold(text[max(0, match.start() - 22) : match.start()])
    after = re.match(r"\s*[(,]\s*([^),.;]{2,40})", text[match.end() :])
    role = re.search(
        r"(?:cfo|ceo|coo|cto|cio|daf|dg|pdg|directeur|directrice|director|head|chief|manager"
        r"|president\w*)\W+$",
        before,
    )
    return role is not None or (after is not None and ROLE.match(fold(after[1])) is not None)


_CLASSES = re.compile(
    r"(?<!\w)(?:class\w*|type|option|lot|grade|categor\w*|zone|hall|batiment|building|phase|serie|version|annexe|appendix|plan|"
    r"niveau|level|gate|quai|rack|groupe?|team|equipe|vitamine?)$"
)


def _part_names(people: People, text: str) -> None:
    """Surnames with an initial or a title; one that several people bear makes nobody new."""
    for match in _INITIAL.finditer(text):
        last = match[2]
        if _CLASSES.search(fold(text[max(0, match.start() - 16) : match.start()])):
            continue  # « 388 class A. False alarms »
        if fold(last) not in _NOT_NAMES and len(last) > 2 and not people.bearers(last):
            people.add(match[1] + ".", last)
    for match in _TITLED.finditer(text):
        if fold(match[2]) in _NOT_NAMES:
            continue
        last, first = (match[3], match[2]) if match[3] else (match[2], "")
        known = people.resolve(last, first)
        if known is None and people.bearers(last):
            continue
        person = known or people.add(first, last)
        person.gender_title = person.gender_title or match[1]


def _company_words(name: str) -> set[str]:
    generic = {
        "groupe",
        "group",
        "sa",
        "sas",
        "sarl",
        "ag",
        "gmbh",
        "plc",
        "ltd",
        "inc",
        "the",
        "le",
        "la",
        "les",
        "et",
        "and",
        "holding",
    }
    return {w for w in re.findall(r"\w{3,}", fold(name)) if w not in generic}


def _describe(people: People, document: SourceDocument, segment: Segment, client: set[str], us: set[str]) -> None:
    """Titles and sides that a segment gives to persons it names."""
    citation = Citation(
        document=document.name,
        quote=segment.text,
        locator=segment.locator,
        date=document.date.isoformat() if document.date else None,
    )
    mentions = people.mentions(segment.text)
    if segment.kind == "row" and segment.cells and mentions:
        _describe_row(people, segment, citation, client, us)
        return
    bracketed = sum(segment.text[end : end + 2].lstrip().startswith("(") for _, end, _ in mentions)
    for _start, end, person in mentions:
        title = _title_near(segment.text, end)
        if title is None and bracketed >= _LISTED:
            title = _in_brackets(segment.text, end)
        if title:
            person.titles[title] += 3
            person.citations.setdefault(title, citation)
    for match in re.finditer(rf"(?<!\w)([A-Z][\w .'’/-]{{1,40}}?)\s*[=:]\s*({_CAP}(?:[ \u00a0]{_CAP})?)", segment.text):
        role = match[1].strip()
        if ROLE.search(fold(role)) and len(role.split()) <= 6:
            for _s, _e, person in people.mentions(match[2]):
                person.titles[role] += 3
                person.citations.setdefault(role, citation)


def _describe_row(people: People, segment: Segment, citation: Citation, client: set[str], us: set[str]) -> None:
    first_cell = people.mentions(segment.cells[0])
    if len(first_cell) != 1:
        return
    person = first_cell[0][2]
    for cell in segment.cells[1:]:
        folded = fold(cell)
        cell_words = set(re.findall(r"\w{3,}", folded))
        if cell_words & client and len(cell_words) <= 4:
            person.sides["client"] += 3
        elif cell_words & us and len(cell_words) <= 4:
            person.sides["us"] += 3
        elif ROLE.search(folded) and len(cell.split()) <= 10:
            title = _tidy(cell)
            person.titles[title] += 4
            person.citations.setdefault(title, citation)


def _tidy(cell: str) -> str:
    """A title without how somebody attended: "(en visio)", "– joined late"."""
    title = re.sub(r"\s+[–—-]\s+.*$", "", cell.strip())
    kept = re.sub(r"\s*\(([^)]*)\)", lambda m: m[0] if ROLE.search(fold(m[1])) else "", title)
    return kept.strip() or cell.strip()


def records(people: People) -> list[PersonRecord]:
    """What is known of everyone, ready for a plan."""
    found = []
    for person in people.all():
        if not person.last:
            continue
        title = person.titles.most_common(1)[0][0] if person.titles else None
        side = person.sides.most_common(1)[0][0] if person.sides else "unknown"
        name = person.name if person.first else " ".join(filter(None, (person.gender_title, person.last)))
        citations = [person.citations[title]] if title and title in person.citations else []
        found.append(PersonRecord(name=name, title=title, side=side, citations=citations))
    return found
