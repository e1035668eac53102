"""False statements with true quotes: how many get past the verifier, and how many true ones it stops.

    python -m evals.adversarial [FOLDER...] [--show KIND] [--most N]

Every sentence and every table row of the notes of a dossier is turned into claims that cite it word for word: some true
(the sentence itself, its figures written another way, with a lead-in, one of its clauses), most false (a digit, unit,
sign, date, name, speaker, direction or negation changed, a wish or a condition made firm, two of its own values
exchanged, the value of another row, an ending that no note has). A false claim is caught when it is not kept as a
fact; a false alarm is a true one that is not. The folders default to evals/dossiers and the sample; the baseline
asks that every number of the claim stands in the quote.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from copilot.ingest.parse import parse
from copilot.resources import resource
from copilot.schemas.evidence import Citation, Claim, Language, Segment, SourceDocument
from copilot.text.instructions import find_instructions
from copilot.text.names import person_names
from copilot.text.quantities import extract_quantities
from copilot.text.same import same_value
from copilot.text.sentences import split_sentences
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources
from copilot.verify.superseded import superseded_values

HERE = Path(__file__).parent
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PAIRS = {
    "fr": [("augment", "diminu"), ("hausse", "baisse"), ("progress", "recul"), ("gagné", "perdu"),
           ("gagne", "perd"), ("accepté", "refusé"),
           ("avant", "après"), ("plus de", "moins de"), ("maximum", "minimum"), ("au-dessus", "au-dessous"),
           ("premier", "dernier"), ("favorable", "défavorable"), ("ouvert", "fermé"), ("satisfait", "mécontent"),
           ("supérieur", "inférieur"), ("en avance", "en retard"), ("ouverture", "fermeture"), ("achat", "vente")],
    "en": [("increase", "decrease"), ("rose", "fell"), ("higher", "lower"), ("won", "lost"), ("accepted", "refused"),
           ("before", "after"), ("more than", "less than"), ("maximum", "minimum"), ("above", "below"),
           ("first", "last"), ("open", "closed"), ("happy", "unhappy"), ("growth", "decline"), ("early", "late"),
           ("up", "down"), ("buy", "sell"), ("renews", "cancels")],
}  # fmt: skip
_UNITS = {
    "fr": [("k€", "M€"), ("M€", "k€"), (" %", " points"), (" pts", " %"), (" mois", " ans"), (" ans", " mois"),
           (" jours", " semaines"), (" semaines", " jours"), ("€", "$"), ("€/h", "€/jour"), (" heures", " jours")],
    "en": [("k", "m"), ("m ", "k "), ("%", " points"), (" points", "%"), (" months", " years"), (" years", " months"),
           (" days", " weeks"), (" weeks", " days"), ("£", "$"), ("€", "£"), (" hours", " days")],
}  # fmt: skip
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_FIRM = {
    "fr": [(r"\bsouhaite(?:rait)?\b", "a décidé d’obtenir"), (r"\bpourrait\b", "va"), (r"\benvisage\w*\b", "a lancé"),
           (r"\bvoudrait\b", "a obtenu"), (r"\bdemande\b", "a obtenu"), (r"\bpropose\b", "a signé"),
           (r"\bdevrait\b", "va"), (r"\bespère\b", "sait"), (r"\bpeut-être\b", "certainement")],
    "en": [(r"\bwould like\b", "has decided"), (r"\bcould\b", "will"), (r"\bmight\b", "will"), (r"\bmay\b", "will"),
           (r"\bis considering\b", "has launched"), (r"\bhopes?\b", "knows"), (r"\bwants?\b", "has got"),
           (r"\bperhaps\b", "certainly"), (r"\bprobably\b", "certainly"), (r"\bproposes?\b", "has signed")],
}  # fmt: skip
_ENDINGS = {
    "fr": [", ce que le comité a validé à l’unanimité", " et la signature du contrat est acquise",
           ", malgré l’opposition du directeur financier", " grâce à la nouvelle usine de Varsovie"],
    "en": [", which the board approved unanimously", " and the contract is already signed",
           ", despite the finance director’s opposition", " thanks to the new plant in Warsaw"],
}  # fmt: skip
_LEADS = {"fr": "Selon le compte rendu, ", "en": "According to the notes, "}
_SPEAKER = {"fr": "Selon {name}, {text}", "en": "According to {name}, {text}"}


@dataclass(frozen=True)
class Trial:
    """A claim made from a passage, and whether it is true."""

    kind: str
    true: bool
    text: str
    quotes: tuple[str, ...]
    document: str
    language: str


@dataclass
class Tally:
    """Counts over one kind of trial."""

    count: int = 0
    kept: int = 0
    base: int = 0
    examples: list[Trial] = field(default_factory=list)


def documents(folder: Path) -> list[SourceDocument]:
    """The notes of a folder as the product reads them."""
    found = []
    for path in sorted(folder.iterdir()):
        parsed = parse(path.name, path.read_bytes())
        found.append(
            SourceDocument(
                **parsed.model_dump(), id=path.name, sha256="0" * 64, added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
            )
        )
    return found


def trials(sources: Sequence[SourceDocument], seed: int = 7) -> Iterator[Trial]:
    """Claims made from every passage of the notes."""
    chance = random.Random(seed)
    people = sorted({name for d in sources for _, _, name in person_names(d.text()) if " " in name})
    for document in sources:
        language = document.language if document.language in ("fr", "en") else ""
        planted = find_instructions(document.text())
        if not language or planted:
            continue
        rows = [s for s in document.segments if s.kind == "row" and s.header and len(s.cells) == len(s.header)]
        yield from _rows(rows, document.name, language, chance)
        for segment in document.segments:
            if segment.kind in ("row", "title", "heading"):
                continue
            for start, end in split_sentences(segment.text, language):
                sentence = segment.text[start:end]
                if 6 <= len(sentence.split()) <= 60 and not sentence.endswith(("?", ":")) and not sentence[0].isdigit():
                    for kind, true, text in _variants(sentence, segment, language, people, chance):
                        yield Trial(kind, true, text, (sentence,), document.name, language)


def _variants(
    text: str, segment: Segment, language: str, people: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, bool, str]]:
    yield "itself", True, text
    opening = text[0].lower() + text[1:] if text[1:2].islower() and not person_names(text[:40]) else text
    yield "lead-in", True, _LEADS[language] + opening
    spaced = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", text)
    if spaced != text:
        yield "regrouped", True, spaced
    if segment.author and " " in segment.author:
        yield "speaker", True, _SPEAKER[language].format(name=segment.author, text=opening)
        other = chance.choice([p for p in people if p.split()[-1] != segment.author.split()[-1]] or [""])
        if other and other not in text:
            yield "other speaker", False, _SPEAKER[language].format(name=other, text=opening)
    yield from _figures(text, language, chance)
    for one, two in _PAIRS[language]:
        for old, new in ((one, two), (two, one)):
            stem = old in ("augment", "diminu", "increase", "decrease")
            changed = re.sub(rf"(?<!-)\b{old}" + (r"(?=\w{0,4}\b)" if stem else r"(?![\w-])"), new, text, count=1)
            if changed != text:
                yield "opposite", False, changed
    for old, new in _FIRM[language]:
        changed = re.sub(old, new, text, count=1)
        if changed != text:
            yield "made firm", False, changed
    for start, end, name in person_names(text):
        other = chance.choice([p for p in people if p.split()[-1] not in name and p not in text] or [""])
        if " " in name and other:
            yield "other name", False, text[:start] + other + text[end:]
    yield from _negations(text, language)
    yield "ending", False, text.rstrip(".! ") + chance.choice(_ENDINGS[language]) + "."


def _figures(text: str, language: str, chance: random.Random) -> Iterator[tuple[str, bool, str]]:
    numbers = list(_NUMBER.finditer(text))
    if numbers:
        place = chance.choice([i for m in numbers for i in range(*m.span()) if text[i].isdigit()])
        digit = chance.choice([d for d in "123456789" if d != text[place]])
        yield "digit", False, text[:place] + digit + text[place + 1 :]
    values = [
        q for q in extract_quantities(text, language) if q.kind in ("money", "percent", "count", "number", "date")
    ]
    pairs = [
        (a, b)
        for i, a in enumerate(values)
        for b in values[i + 1 :]
        if (a.kind == b.kind or {a.kind, b.kind} == {"count", "number"})
        and not same_value(a, b)
        and not same_value(b, a)
    ]
    if pairs:
        a, b = chance.choice(pairs)
        yield "exchanged", False, text[: a.start] + b.text + text[a.end : b.start] + a.text + text[b.end :]
    for old, new in _UNITS[language]:
        changed = re.sub(rf"(?<=\d){re.escape(old)}(?![A-Za-zé])", new, text, count=1)
        if changed == text and old in "£€":
            changed = re.sub(rf"{re.escape(old)}(?=\d)", new, text, count=1)
        if changed != text:
            yield "unit", False, changed
            break
    for month in _MONTHS[language]:
        if re.search(rf"\b{month}\b", text):
            other = chance.choice([m for m in _MONTHS[language] if m != month])
            yield "month", False, re.sub(rf"\b{month}\b", other, text, count=1)
            break
    year = re.search(r"\b20[12]\d\b", text)
    if year:
        yield "year", False, text[: year.start()] + str(int(year.group()) - 3) + text[year.end() :]


def _negations(text: str, language: str) -> Iterator[tuple[str, bool, str]]:
    if language == "fr":
        without = re.sub(r"\b(?:n['’]|ne )(\w+) pas\b", r"\1", text, count=1)
        verb = re.sub(r" (est|sont|a|ont|sera|fait|doit|peut|veut|reste) (?!pas)", r" ne \1 pas ", text, count=1)
    else:
        without = re.sub(
            r"\b(is|are|was|were|do|does|did|will|can|has|have) not |(?<=\w)n['’]t\b", r"\1 ", text, count=1
        )
        verb = re.sub(r" (is|are|was|will|has|have|can|should) (?!not)", r" \1 not ", text, count=1)
    if without != text:
        yield "negation lost", False, without
    elif verb != text:
        yield "negation added", False, verb


def _rows(rows: Sequence[Segment], name: str, language: str, chance: random.Random) -> Iterator[Trial]:
    for row in rows:
        label = row.cells[0].strip()
        columns = [i for i, cell in enumerate(row.cells) if i and re.fullmatch(r"[-+]?[\d .,]+ ?[%€]?", cell.strip())]
        peers = [r for r in rows if r.header == row.header and r.cells[0].strip() != label]
        if not label or not columns or label[0].isdigit():
            continue
        at = chance.choice(columns)
        head, cell = row.header[at].strip(), row.cells[at].strip()
        say = "{label} : {head} de {cell}." if language == "fr" else "{label}: {head} of {cell}."
        yield Trial("row", True, say.format(label=label, head=head, cell=cell), (row.text,), name, language)
        for peer in chance.sample(peers, min(2, len(peers))):
            other = peer.cells[at].strip()
            if _NUMBER.search(other) and other not in row.cells:
                text = say.format(label=label, head=head, cell=other)
                yield Trial("other row", False, text, (row.text, peer.text), name, language)
                break
        for column in columns:
            if row.cells[column].strip() not in (cell, "") and row.header[column].strip() != head:
                text = say.format(label=label, head=head, cell=row.cells[column].strip())
                yield Trial("other column", False, text, (row.text,), name, language)
                break


def numbers_stand(trial: Trial) -> bool:
    """Baseline: every number of the claim stands in what it cites."""
    known = set(_NUMBER.findall(" ".join(trial.quotes)))
    return all(number in known for number in _NUMBER.findall(trial.text))


def kept(trial: Trial, sources: Sources) -> bool:
    """Whether the verifier keeps the claim as a fact, word for word."""
    citations = [Citation(document=trial.document, quote=quote) for quote in trial.quotes]
    claim = Claim(id="c", text=trial.text, status="fact", citations=citations)
    language: Language = "fr" if trial.language == "fr" else "en"
    verdict = check_claim(claim, sources, language, fresh=True)
    return verdict.claim is not None and verdict.claim.status == "fact" and verdict.claim.text == trial.text


def main() -> None:
    """Prints the table over all folders."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--show", default="", help="print mistakes of this kind")
    parser.add_argument("--most", type=int, default=20)
    arguments = parser.parse_args()
    folders = arguments.folders or [*sorted((HERE / "dossiers").iterdir()), resource("knowledge") / "sample"]
    table: dict[tuple[bool, str, str], Tally] = defaultdict(Tally)
    for folder in folders:
        notes = documents(Path(folder) / "notes" if (Path(folder) / "notes").is_dir() else Path(folder))
        sources = Sources.build(notes)
        gone = superseded_values(sources)
        for trial in trials(notes):
            if trial.true and any(
                s.value.text in quote for s in gone.get(trial.document, ()) for quote in trial.quotes
            ):
                continue  # a later note replaces the value: the sentence holds no more
            tally = table[(trial.true, trial.kind, trial.language)]
            tally.count += 1
            holds = kept(trial, sources)
            tally.kept += holds
            tally.base += numbers_stand(trial)
            if holds != trial.true:
                tally.examples.append(trial)
    _print(table)
    for (_, kind, _), tally in sorted(table.items()):
        if kind == arguments.show:
            for trial in tally.examples[: arguments.most]:
                print(f"\n[{kind}] {trial.text}\n    <- {' || '.join(trial.quotes)}")


def _print(table: dict[tuple[bool, str, str], Tally]) -> None:
    print(f"{'claims':10} {'kind':16} {'lang':4} {'n':>5} {'kept':>6} {'baseline keeps':>15}")
    for true in (True, False):
        for language in ("fr", "en"):
            rows = {k: v for (t, k, lang), v in table.items() if t == true and lang == language}
            total = Tally(sum(v.count for v in rows.values()), sum(v.kept for v in rows.values()),
                          sum(v.base for v in rows.values()))  # fmt: skip
            for kind, tally in [*sorted(rows.items()), ("all", total)]:
                if tally.count:
                    print(
                        f"{'true' if true else 'false':10} {kind:16} {language:4} {tally.count:5} "
                        f"{tally.kept / tally.count:6.1%} {tally.base / tally.count:15.1%}"
                    )


if __name__ == "__main__":
    main()
