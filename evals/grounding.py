"""How much the verifier catches: changed values in supported claims, and instructions planted in documents.

Run: python -m evals.grounding [--errors N]. Data: `ABP_EVAL_DATA` (default ../shared/data); without it, one line.

Each claim is checked against the sentences of its source that a writer would cite: those that share most words
with it (the same ones for the true and for the changed claim). A changed value is caught when the changed claim
is not supported; a false alarm is a true claim that is not (many claims need more than the cited sentences, so the
last column counts caught changes among claims whose true version is supported). The baseline asks that every number
of the claim
occurs somewhere in the source.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from copilot.schemas.evidence import Citation, Claim, Language, Locator, Segment, SourceDocument
from copilot.text.date_words import MONTHS
from copilot.text.instructions import find_instructions
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences
from copilot.verify.claims import check_claim
from copilot.verify.naming import foreign_persons, foreign_words
from copilot.verify.sources import Sources
from copilot.verify.support import Support
from copilot.verify.words import all_stems, stems

CITED = 3
_PUBLISHED = re.compile(r"PUBLISHED DATETIME: (\d{4}-\d\d-\d\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
Row = dict[str, Any]
Check = Callable[[Row, str], bool]


def data_dir() -> Path:
    """Where the public sets lie."""
    return Path(os.environ.get("ABP_EVAL_DATA", "../shared/data")) / "public"  # noqa: TID251


def rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def document(text: str, language: str) -> SourceDocument:
    """A source text as a document, a line a segment."""
    lines = [line for line in text.split("\n") if line.strip()]
    segments = tuple(
        Segment(ordinal=i, kind="paragraph", text=line, locator=Locator(line=i + 1)) for i, line in enumerate(lines)
    )
    published = _PUBLISHED.search(text)
    return SourceDocument(
        date=dt.date.fromisoformat(published.group(1)) if published else None,
        name="source.txt", media_type="text/plain", kind="note", language=language, segments=segments, id="1",
        sha256="0" * 64, added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _sentences(text: str, language: str) -> tuple[tuple[str, frozenset[str]], ...]:
    source = document(text, language)
    found = []
    for segment in source.segments:
        for start, end in split_sentences(segment.text, language):
            sentence = segment.text[start:end]
            found.append((sentence, frozenset(all_stems(sentence) | set(_NUMBER.findall(sentence)))))
    return tuple(found)


@lru_cache(maxsize=4096)
def cited(text: str, claim: str, language: str) -> tuple[Citation, ...]:
    """The few sentences that together have most words, numbers and months of the (true) claim: what a writer cites."""
    missing = stems(claim) | set(_NUMBER.findall(claim)) | {w for w in fold(claim).split() if w in MONTHS}
    chosen: list[str] = []
    for _ in range(CITED):
        scored = [
            (len(missing & words) / (4 + len(sentence.split())) ** 0.25, sentence, words)
            for sentence, words in _sentences(text, language)
        ]
        best = max(scored, key=lambda item: item[0], default=None)
        if best is None or not best[0]:
            break
        chosen.append(best[1])
        missing = missing - best[2]
    return tuple(Citation(document="source.txt", quote=sentence) for sentence in chosen)


def numbers_occur(row: Row, claim: str) -> bool:
    """Baseline: every number of the claim occurs in the source."""
    known = set(_NUMBER.findall(row["source"]))
    return all(number in known for number in _NUMBER.findall(claim))


def values_hold(row: Row, claim: str) -> bool:
    """Quantities, references and names of the claim are in the cited sentences (names: in the document)."""
    source = document(row["source"], row["lang"])
    sources = Sources.build([source])
    passages = [
        p for c in cited(row["source"], row["original_claim"], row["lang"]) if (p := _locate(sources, c)) is not None
    ]
    support = Support(passages)
    if support.unsupported(claim, row["lang"]) or support.unknown_references(claim, row["lang"]):
        return False
    return not foreign_persons(claim, passages, sources) and not foreign_words(claim, passages, sources)


def values_in_source(row: Row, claim: str) -> bool:
    """The same, with the whole source as the quote."""
    source = document(row["source"], row["lang"])
    sources = Sources.build([source])
    passages = [p for s in source.segments if (p := _locate(sources, Citation(document=source.name, quote=s.text)))]
    support = Support(passages)
    return not (support.unsupported(claim, row["lang"]) or support.unknown_references(claim, row["lang"]))


def verifier_keeps(row: Row, claim: str) -> bool:
    """The whole verifier keeps the claim as a fact."""
    source = document(row["source"], row["lang"])
    citations = list(cited(row["source"], row["original_claim"], row["lang"]))
    checked = check_claim(
        Claim(id="c", text=claim, status="fact", citations=citations),
        Sources.build([source]), cast("Language", row["lang"]), fresh=True,
    )  # fmt: skip
    return checked.claim is not None and checked.claim.status == "fact"


def _locate(sources: Sources, citation: Citation) -> Any:
    source = sources.source(citation.document)
    return source.locate(citation.quote) if source else None


CHECKS: dict[str, Check] = {
    "every number occurs": numbers_occur,
    "values, whole source": values_in_source,
    "values, cited sentences": values_hold,
    "whole verifier": verifier_keeps,
}


def changed_values(folder: Path, errors: int) -> None:
    """Prints caught changes and false alarms, by check, language and kind of change."""
    table: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    shown = 0
    for row in rows(folder / "c_factual" / "perturbed_values.jsonl"):
        for name, check in CHECKS.items():
            true, changed = check(row, row["original_claim"]), check(row, row["claim"])
            cell = table[(name, row["lang"], f"{row['error']} {row['swap']}")]
            cell[0] += 1
            cell[1] += not changed
            cell[2] += not true
            cell[3] += true and not changed
            if name == "values, cited sentences" and row["error"] != "name" and changed and shown < errors:
                shown += 1
                print(f"ESCAPED [{row['old']} -> {row['new']}] {row['claim']}")
    header = ("check", "lang", "change", "n", "caught", "false alarms", "caught of provable")
    print("{:26} {:5} {:18} {:>4} {:>7} {:>13} {:>19}".format(*header))
    for (name, language, change), (count, caught, alarms, both) in sorted(table.items()):
        provable = f"{both / (count - alarms):.0%}" if count > alarms else "-"
        print(
            f"{name:26} {language:5} {change:18} {count:4} {caught / count:7.0%} {alarms / count:13.0%} {provable:>19}"
        )


def planted(folder: Path) -> None:
    """Prints recall of planted instructions and false alarms on documents without any."""
    print(f"\n{'set':24} {'injected':>9} {'found':>6} {'benign':>7} {'false alarms':>13}")
    for path in sorted((folder / "d_injection").glob("*.jsonl")):
        labelled = [row for row in rows(path) if "text" in row]
        if not labelled:
            continue
        injected = [bool(find_instructions(row["text"])) for row in labelled if row["label"] == "injected"]
        benign = [bool(find_instructions(row["text"])) for row in labelled if row["label"] == "benign"]
        found = f"{_share(injected):6.0%}" if injected else f"{'-':>6}"
        print(f"{path.stem:24} {len(injected):9} {found} {len(benign):7} {_share(benign):13.0%}")


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    """Runs both measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show that many mistakes on values")
    arguments = parser.parse_args()
    folder = data_dir()
    if not (folder / "c_factual" / "perturbed_values.jsonl").exists():
        print(f"evals.grounding: no data in {fold(str(folder))}; set ABP_EVAL_DATA")
        return
    changed_values(folder, arguments.errors)
    planted(folder)


if __name__ == "__main__":
    main()
