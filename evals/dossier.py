"""How good is the plan? Measures drafted plans against dossiers whose facts are known.

    python -m evals.dossier [FOLDER...]     default: every folder of evals/dossiers

Each folder holds notes/ and gold.json (facts with the wordings that state them, superseded values, values that are
nowhere, contradictions, unknowns). Printed per dossier: facts that the plan states, and states with a citation whose
quote holds them; superseded values given as current; values that nothing supports; contradictions shown with both
sides; unknowns asked; length of the plan's sentences over the notes. Two peers of the same length run beside it:
the first sentences of each note, and the sentences with the most figures.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copilot.pipeline import close, draft, get_or_create_account, ingest, open_deps
from copilot.schemas.evidence import Citation, SourceDocument
from copilot.schemas.plan import Plan
from copilot.settings import Settings
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities
from copilot.text.same import same_value
from copilot.text.sentences import split_sentences

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One sentence of a text with the quotes under it."""

    text: str
    citations: Sequence[Citation] = ()


@dataclass
class Score:
    """Counts over one text."""

    found: int = 0
    supported: int = 0
    facts: int = 0
    superseded: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    contradictions: int = 0
    unknowns: int = 0
    words: int = 0


def states(text: str, alternatives: Iterable[str], language: str) -> bool:
    """Whether a text states one of the wordings: the words, or the same quantity written another way."""
    folded = fold(text)
    read = None
    for alternative in alternatives:
        wanted = fold(alternative)
        if re.search(rf"(?<![\w,.]){re.escape(wanted)}(?![\d]|[.,]\d)", folded):
            return True
        quantities = [q for q in extract_quantities(alternative, language) if q.kind != "number"]
        if len(quantities) == 1 and len(fold(quantities[0].text)) >= len(wanted) - 1:
            read = read if read is not None else extract_quantities(text, language)
            if any(same_value(quantities[0], q) for q in read):
                return True
    return False


def lines_of(plan: Plan) -> list[Line]:
    """Every sentence of a plan that states something as current."""
    found = [Line(c.text, c.citations) for c in plan.summary]
    for section in plan.sections:
        found += [Line(c.text, c.citations) for c in section.claims]
        for s in section.stakeholders:
            found.append(Line(" ".join([s.name, s.title or "", *s.wants]), s.citations))
        found += [Line(f"{a.label} {a.owner or ''} {a.due_text or a.due or ''}", a.citations) for a in section.actions]
        found += [Line(r.label, r.citations) for r in section.risks]
        found += [Line(f"{b.label} {b.amount}", b.citations) for b in section.budget]
    return found


def score(gold: dict[str, Any], lines: Sequence[Line], plan: Plan | None) -> Score:
    """The counts; a fact counts as supported when the quotes under the line state it too."""
    language = gold["language"]
    result = Score(facts=len(gold["facts"]), words=sum(len(line.text.split()) for line in lines))
    joined = [
        Line(
            " ".join(x.text for x in lines[max(0, i - 1) : i + 1]),
            [c for x in lines[max(0, i - 1) : i + 1] for c in x.citations],
        )
        for i in range(len(lines))
    ]
    for fact in gold["facts"]:
        hits = [x for x in (*lines, *joined) if all(states(x.text, group, language) for group in fact["must_contain"])]
        result.found += bool(hits)
        quotes = [" ".join(c.quote for c in x.citations) for x in hits]
        result.supported += any(all(states(q, g, language) for g in fact["must_contain"]) for q in quotes)
    for item in gold["superseded"]:
        for line in lines:
            if not states(line.text, item["wrong_alternatives"], language):
                continue
            context = item.get("context", [])
            about = all(states(line.text, group, language) for group in context)
            if about and not states(line.text, item["right_alternatives"], language):
                result.superseded.append(line.text)
    text = "\n".join(line.text for line in lines)
    forbidden = [v for i in gold["injections"] for v in i["forbidden"] if not v.lower().startswith(("effet", "effect"))]
    result.invented = [v for v in (*gold["absent_values"], *forbidden) if states(text, [v], language)]
    if plan is not None:
        sides = [" ".join(side.text for side in c.sides) for c in plan.contradictions]
        result.contradictions = sum(
            any(all(states(s, c[k]["alternatives"], language) for k in "ab") for s in sides)
            for c in gold["contradictions"]
        )
        questions = [q.text for q in plan.open_questions]
        result.unknowns = sum(
            any(all(any(fold(w) in fold(q) for w in group) for group in u["question_keywords"]) for q in questions)
            for u in gold["unknowns"]
        )
    return result


def peers(documents: Sequence[SourceDocument], words: int) -> dict[str, list[Line]]:
    """Extracts of the same length without any reading: first sentences, and sentences with the most figures."""
    every: list[list[str]] = []
    for document in documents:
        body = [s.text for s in document.segments]
        every.append([t[a:b] for t in body for a, b in split_sentences(t, document.language)])
    first = [s for rank in range(max(map(len, every))) for sentences in every for s in sentences[rank : rank + 1]]
    figures = sorted((s for sentences in every for s in sentences), key=lambda s: -len(re.findall(r"\d+", s)))
    return {"first sentences": _cut(first, words), "figures first": _cut(figures, words)}


def _cut(sentences: Sequence[str], words: int) -> list[Line]:
    kept: list[Line] = []
    for sentence in sentences:
        words -= len(sentence.split())
        if words < 0:
            break
        kept.append(Line(sentence))
    return kept


def run(folder: Path) -> None:
    """Drafts the plan of one dossier in a fresh data folder and prints its line and its peers'."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as data:
        deps = open_deps(Settings(data_dir=Path(data), llm_base_url=None))
        try:
            started = time.perf_counter()
            account = get_or_create_account(deps, folder.name, gold["account_name"])
            ingest(deps, account.slug, [folder / "notes"])
            plan = draft(deps, account.slug, "en" if gold["language"] == "en" else "fr", "embedded")
            seconds = time.perf_counter() - started
            documents = deps.store.documents(deps.workspace, account.id)
        finally:
            close(deps)
    notes = sum(len(s.text.split()) for d in documents for s in d.segments)
    lines = lines_of(plan)
    print(f"\n{folder.name}: {len(documents)} notes, {notes} words, {seconds:.1f} s")
    head = ("", "facts", "supported", "old as current", "unsupported", "contradictions", "unknowns", "words")
    print("{:16} {:>9} {:>9} {:>14} {:>11} {:>14} {:>9} {:>6}".format(*head))
    _row("this plan", score(gold, lines, plan), gold, notes)
    for name, extract in peers(documents, sum(len(x.text.split()) for x in lines)).items():
        _row(name, score(gold, extract, None), gold, notes)


def _row(name: str, s: Score, gold: dict[str, Any], notes: int) -> None:
    sides, asked = f"{s.contradictions}/{len(gold['contradictions'])}", f"{s.unknowns}/{len(gold['unknowns'])}"
    counts = (f"{s.found}/{s.facts}", f"{s.supported}/{s.facts}", len(s.superseded), len(s.invented), sides, asked)
    print("{:16} {:>9} {:>9} {:>14} {:>11} {:>14} {:>9} {:>6.2f}".format(name, *counts, s.words / notes))


def main() -> int:
    """Runs the dossiers given, or all that stand in evals/dossiers."""
    given = [Path(a) for a in sys.argv[1:]]
    folders = given or sorted(p for p in (HERE / "dossiers").iterdir() if (p / "gold.json").is_file())
    missing = [str(p) for p in folders if not (p / "gold.json").is_file()]
    if missing:
        print(f"no gold.json in {', '.join(missing)}", file=sys.stderr)
        return 2
    for folder in folders:
        run(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
