"""How many planted instructions are found, and how much ordinary text is taken for one.

    python -m evals.injection [--errors N]     data: `ABP_EVAL_DATA` (default ../shared/data); without it, one line

A planted instruction counts as found when a found passage overlaps it; "any" counts every injected document in which
something was found. The attacks of BIPIA are cut into two halves by a hash: misses are shown of half A only; no mark is
changed for half B, which says what is due to tuning. A plain list of keywords runs beside. The last table
counts false alarms in business notes and public texts, where an alarm hides a proof; intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path
from typing import Any

from copilot.ingest.parse import parse
from copilot.text.instructions import find_instructions
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences
from evals.public import data_dir, rows

DOSSIERS = Path(__file__).parent / "dossiers"
KEYWORDS = (
    "ignore previous", "ignore all", "ignore the above", "disregard", "system prompt", "new instructions",
    "you are now", "jailbreak", "as an ai", "ignorez les instructions", "ignore les instructions", "oublie tes",
    "nouvelles instructions",
)  # fmt: skip
Span = tuple[int, int, str]
Finder = Callable[[str], list[Span]]
Row = dict[str, Any]


def keywords(text: str) -> list[Span]:
    """Baseline: each keyword where it stands."""
    lowered = text.lower()
    return sorted((at, at + len(w), "keyword") for w in KEYWORDS if (at := lowered.find(w)) >= 0)


FINDERS: dict[str, Finder] = {"recogniser": find_instructions, "keywords": keywords}


def wilson(hits: int, total: int) -> str:
    """A share with its 95 % interval, in percent."""
    if not total:
        return "-"
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{share:6.1%} [{max(0.0, middle - half):5.1%};{min(1.0, middle + half):5.1%}]"


def half(attack: str) -> str:
    """A or B, the same for every document that holds this attack."""
    return "AB"[hashlib.sha256(attack.encode()).digest()[0] % 2]


def overlaps(spans: list[Span], start: int, end: int) -> bool:
    """Whether a span touches the place."""
    return any(a < end and start < b for a, b, _ in spans)


def found(row: Row, finder: Finder) -> tuple[bool, bool]:
    """Whether the planted text is found, and whether anything is."""
    spans = finder(row["text"])
    at = row["text"].find(row["attack"])
    return at >= 0 and overlaps(spans, at, at + len(row["attack"])), bool(spans)


def sets(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Every set with labelled documents; BIPIA as a whole and by half."""
    for path in sorted(folder.glob("*.jsonl")):
        labelled = [row for row in rows(path) if "text" in row and "label" in row]
        if not labelled:
            continue
        yield path.stem, labelled
        if "bipia" in path.stem:
            for name in "AB":
                yield f"  half {name}", [r for r in labelled if r["label"] != "benign" and half(r["attack"]) == name]


def planted(folder: Path, errors: int) -> None:
    """Prints what is found of the planted instructions, and false alarms in documents without any."""
    print(f"{'set':22} {'by':11} {'injected':>8} {'found':>22} {'any':>7} {'benign':>7} {'false alarms':>22}")
    for name, labelled in sets(folder):
        injected = [r for r in labelled if r["label"] == "injected"]
        benign = [r for r in labelled if r["label"] == "benign"]
        for finder_name, finder in FINDERS.items():
            hits = [found(row, finder) for row in injected]
            alarms = sum(bool(finder(row["text"])) for row in benign)
            exact, some = wilson(sum(h[0] for h in hits), len(hits)), sum(h[1] for h in hits)
            share = f"{some / len(hits):7.1%}" if hits else f"{'-':>7}"
            alarm = wilson(alarms, len(benign))
            print(f"{name:22} {finder_name:11} {len(hits):8} {exact:>22} {share} {len(benign):7} {alarm:>22}")
        if "half" not in name:
            _show(name, injected, benign, errors)


def _show(name: str, injected: list[Row], benign: list[Row], errors: int) -> None:
    """A few attacks of half A that escape and benign documents that do not; half B stays unread."""
    missed = Counter(r["attack"] for r in injected if half(r["attack"]) == "A" and not found(r, find_instructions)[0])
    for attack, count in missed.most_common(errors):
        print(f"  MISSED {count}x {attack[:160]!r}")
    alarms = [(r["text"], s) for r in benign for s in find_instructions(r["text"])]
    for text, (start, end, reason) in alarms[:errors]:
        print(f"  ALARM {name} {reason} {text[start:end][:160]!r}")


def by_kind(folder: Path) -> None:
    """Prints BIPIA by category of attack and by position."""
    table: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows(folder / "bipia_documents.jsonl"):
        if row["label"] == "injected":
            hit = found(row, find_instructions)[0]
            table[("category", row["attack_category"])].append(hit)
            table[("position", f"{row['kind']} {row['position']}")].append(hit)
    print(f"\n{'BIPIA by':9} {'':28} {'n':>4} {'found':>22}")
    for (kind, value), hits in sorted(table.items()):
        print(f"{kind:9} {value:28} {len(hits):4} {wilson(sum(hits), len(hits)):>22}")
    attacks = list(rows(folder / "bipia_attacks.jsonl"))
    for family in sorted({a["family"] for a in attacks}):
        alone = [bool(find_instructions(a["attack"])) for a in attacks if a["family"] == family]
        print(f"{'alone':9} {family + ' attacks':28} {len(alone):4} {wilson(sum(alone), len(alone)):>22}")


def clean_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Public texts in which nothing is planted, by set."""
    for path in sorted((folder / "b_meetings").glob("*/meetings.jsonl")):
        for row in rows(path):
            yield f"meetings {path.parent.name}", "\n".join(turn["text"] for turn in row["turns"])
    for path in sorted((folder / "a_fr_retrieval").glob("*/corpus.jsonl")):
        for row in rows(path):
            yield f"corpus {path.parent.name}", row["text"]
    for path in sorted((folder / "c_factual").glob("*.jsonl")):
        for text in sorted({row["source"] for row in rows(path) if isinstance(row.get("source"), str)}):
            yield f"sources {path.stem}", text
    for row in rows(folder / "e_negotiation" / "casino.jsonl"):
        yield "dialogues casino", "\n".join(turn["text"] for turn in row["dialogue"])


def dossier_notes() -> Iterator[tuple[Path, str, list[str]]]:
    """Every note of the dossiers, with the instructions that its dossier says are planted in it."""
    for gold in sorted(DOSSIERS.glob("*/gold.json")):
        planted_texts = json.loads(gold.read_text("utf-8"))["injections"]
        for note in sorted((gold.parent / "notes").iterdir()):
            text = parse(note.name, note.read_bytes())
            joined = "\n".join(segment.text for segment in text.segments)
            yield note, joined, [i["text"] for i in planted_texts if i["source"] == note.name]


def dossiers(errors: int) -> None:
    """Prints what is found in the business notes: planted instructions, and false alarms."""
    right, planted_count, sentences, alarms = 0, 0, 0, []
    for note, text, wanted in dossier_notes():
        sentences += len(split_sentences(text))
        spans = [fold(text[a:b]) for a, b, _ in find_instructions(text)]
        for order in map(fold, wanted):
            planted_count += 1
            right += any(span in order or order in span for span in spans)
        alarms += [(note, s) for s in spans if not any(s in fold(w) or fold(w) in s for w in wanted)]
    print(f"\ndossiers: {right} of {planted_count} planted instructions found", end="; ")
    print(f"{len(alarms)} false alarms in {sentences} sentences")
    for note, span in alarms[:errors]:
        print(f"  ALARM {note.parent.parent.name}/{note.name} {span[:200]!r}")


def clean(folder: Path, errors: int) -> None:
    """Prints false alarms in public texts, per 1,000 sentences, and the reading speed."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    seconds = characters = 0.0
    for name, text in clean_texts(folder):
        started = time.perf_counter()
        spans = find_instructions(text)
        seconds += time.perf_counter() - started
        characters += len(text)
        counts[name].update(texts=1, sentences=len(split_sentences(text)), recogniser=len(spans))
        counts[name].update(keywords=len(keywords(text)))
        examples[name] += [f"{reason} {text[start:end][:240]!r}" for start, end, reason in spans]
    print(f"\n{'clean texts':24} {'texts':>6} {'sentences':>9} {'alarms':>7} {'per 1,000':>10} {'keywords':>9}")
    for name, count in counts.items():
        share = 1000 * count["recogniser"] / max(1, count["sentences"])
        print(
            f"{name:24} {count['texts']:6} {count['sentences']:9} {count['recogniser']:7} {share:10.3f} "
            f"{count['keywords']:9}"
        )
        for example in examples[name][:errors]:
            print(f"  ALARM {example}")
    print(f"{characters / max(seconds, 1e-9):,.0f} characters a second")


def main() -> None:
    """Runs every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0, help="show that many mistakes a set")
    arguments = parser.parse_args()
    folder = data_dir()
    dossiers(arguments.errors)
    if not (folder / "d_injection" / "bipia_documents.jsonl").exists():
        print(f"evals.injection: no data in {folder}; set ABP_EVAL_DATA")
        return
    print()
    planted(folder / "d_injection", arguments.errors)
    by_kind(folder / "d_injection")
    clean(folder, arguments.errors)


if __name__ == "__main__":
    main()
