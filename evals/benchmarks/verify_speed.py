"""How many claims a second are checked, as the account grows.

    python -m evals.benchmarks.verify_speed [--claims 400] [--sizes 12x36,1000x100]

A synthetic account of invented notes (French and English, figures, dates, persons) is indexed, then claims that were
never seen before are checked in two ways: with their quotes, as every sentence of a plan is (`check_claim`), and
without, as `abp verify --claim` does (`check`). Half of the claims are true, half have a changed figure. The peer in
the same run is the naive check (the quote is in the document, every number of the claim is in the quote): the ratio
says what the rest of the verification costs. One process, one thread. Index time and the time of the first claim, which
reads what it needs, are told apart; growth is the time of a claim at a size over that at the first size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import time
from collections.abc import Callable, Sequence

from copilot.schemas.evidence import Citation, Claim, Locator, Segment, SourceDocument
from copilot.verify.check import check, library
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources

CITED = 12
"""Documents that the claims cite, at every size: what is read once of a document is read in the first half."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SITES = (
    "Arzel Brivac Cormont Dourdan Estrac Fontval Gisors Hauteville Issac Jarnel Kerlan Lormont Marnay Nozet".split()
)
_PEOPLE = "Anne Kerbrat,Paul Vidal,Lucie Morand,Hugo Perrin,Clara Nolan,Sam Hollis,Ines Castel,Marc Duval".split(",")
_TOPICS = "chiffre d’affaires,budget,forfait,marge,contrat,stock,investissement,pénalités".split(",")
_EN = "revenue,budget,margin,contract,stock,penalties".split(",")


def sentence(chance: random.Random) -> tuple[str, str]:
    """A sentence of an invented note, and its language."""
    site, person, year = chance.choice(_SITES), chance.choice(_PEOPLE), chance.randint(2023, 2027)
    amount, rate = chance.randint(100, 9999), chance.randint(1, 400) / 10
    if chance.random() < 0.3:
        topic = chance.choice(_EN)
        text = f"In {year} the {topic} of {site} was €{amount}k, up {rate}% on the year before, says {person}."
        return text, "en"
    topic = chance.choice(_TOPICS)
    shown = f"{rate:.1f}".replace(".", ",")
    return f"En {year}, le {topic} de {site} est de {amount} k€, en hausse de {shown} %, indique {person}.", "fr"


def account(documents: int, sentences: int, seed: int) -> tuple[Sources, list[tuple[str, str, str]]]:
    """An account, and (document, sentence, language) of each of its sentences."""
    chance = random.Random(seed)
    sources, said = [], []
    for number in range(documents):
        lines = [sentence(chance) for _ in range(sentences)]
        name = f"note-{number}.txt"
        segments = tuple(
            Segment(ordinal=i, kind="paragraph", text=text, locator=Locator(line=i + 1))
            for i, (text, _) in enumerate(lines)
        )
        sources.append(
            SourceDocument(
                name=name, media_type="text/plain", kind="note", language="fr", segments=segments, id=name,
                sha256="0" * 64, date=dt.date(2026, 1, 1), added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            )
        )  # fmt: skip
        said += [(name, text, language) for text, language in lines]
    return Sources.build(sources), said


def claims(said: Sequence[tuple[str, str, str]], count: int, seed: int) -> list[Claim]:
    """Claims with their quotes; every second one has a changed figure."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        document, text, _ = chance.choice(said)
        figures = list(_NUMBER.finditer(text))
        words = text
        if number % 2:
            match = chance.choice(figures)
            words = text[: match.start()] + str(chance.randint(10, 9999)) + text[match.end() :]
        words = words.replace("indique", chance.choice(["dit", "précise", "note"])).replace(", says", ", according to")
        made.append(
            Claim(id=str(number), text=words, status="fact", citations=[Citation(document=document, quote=text)])
        )
    return made


def rate(job: Callable[[Claim], object], work: Sequence[Claim]) -> float:
    """Seconds a claim."""
    start = time.perf_counter()
    for claim in work:
        job(claim)
    return (time.perf_counter() - start) / len(work)


def naive(claim: Claim, sources: Sources) -> bool:
    """The peer: the quote stands in the document, and every number of the claim in the quote."""
    citation = claim.citations[0]
    source = sources.source(citation.document)
    known = set(_NUMBER.findall(citation.quote))
    return source is not None and citation.quote in source.text and all(n in known for n in _NUMBER.findall(claim.text))


def measure(documents: int, sentences: int, count: int) -> dict[str, float]:
    """Times for one size of account."""
    start = time.perf_counter()
    sources, said = account(documents, sentences, seed=documents)
    built = time.perf_counter() - start
    work = claims(said[: CITED * sentences], count, seed=1)
    start = time.perf_counter()
    shelf = library(sources)
    indexed = time.perf_counter() - start
    start = time.perf_counter()
    check(work[0].text, sources, "fr")
    first = time.perf_counter() - start
    half = len(work) // 2
    rate(lambda c: check_claim(c, sources, "fr", fresh=True), work[:half])  # what is read once for the account
    return {
        "sentences": float(len(shelf.units)),
        "build": built,
        "index": indexed,
        "first": first,
        "cited": rate(lambda c: check_claim(c, sources, "fr", fresh=True), work[half:]),
        "free": rate(lambda c: check(c.text, sources, "fr"), work[half:]),
        "naive": rate(lambda c: naive(c, sources), work[half:]),
    }


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=400)
    parser.add_argument(
        "--sizes", default="12x36,25x40,100x100,1000x100", help="documents x sentences, comma-separated"
    )
    arguments = parser.parse_args()
    print(
        f"{'documents':>9} {'sentences':>9} {'index s':>8} {'first s':>8} {'cited/s':>8} {'growth':>7} {'free/s':>8} "
        f"{'growth':>7} {'cited : naive':>13}"
    )
    base: dict[str, float] = {}
    for size in arguments.sizes.split(","):
        documents, sentences = (int(part) for part in size.split("x"))
        found = measure(documents, sentences, arguments.claims)
        base = base or found
        print(
            f"{documents:9} {found['sentences']:9.0f} {found['index']:8.2f} {found['first']:8.3f} "
            f"{1 / found['cited']:8.0f} {found['cited'] / base['cited']:7.2f} {1 / found['free']:8.0f} "
            f"{found['free'] / base['free']:7.2f} {found['cited'] / found['naive']:12.0f}x"
        )


if __name__ == "__main__":
    main()
