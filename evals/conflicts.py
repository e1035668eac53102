"""What changes and what disagrees: superseded values and contradictions found, and those that are none.

    python -m evals.conflicts [FOLDER...]    default: evals/dossiers and dossiers/ of ABP_EVAL_DATA
    python -m evals.conflicts --growth       seconds of the facts over accounts of 1,000 to 10,000 statements

Printed per dossier: superseded values that the plan lists with the old and the new one, and that it uses as current;
contradictions found with both sides, and every one shown that the gold file does not know, to be judged by hand; values
that nothing supports. Beside it the reading that trusts the newest note (of the statements that share most words only
the newest is kept) and the one that checks nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copilot.facts.build import build_facts
from copilot.facts.statements import Statement, statements_of
from copilot.facts.terms import overlap, terms
from copilot.facts.values import when
from copilot.pipeline import close, draft, get_or_create_account, ingest, open_deps
from copilot.schemas.evidence import Locator, Segment, SourceDocument
from copilot.schemas.plan import Plan
from copilot.settings import Settings
from evals.dossier import Line, lines_of, score, states

HERE = Path(__file__).parent


def plan_of(folder: Path, gold: dict[str, Any]) -> tuple[Plan, list[SourceDocument]]:
    """The plan drafted from the notes of a dossier, and the notes as read."""
    with tempfile.TemporaryDirectory() as data:
        deps = open_deps(Settings(data_dir=Path(data), llm_base_url=None))
        try:
            account = get_or_create_account(deps, folder.name, gold["account_name"])
            ingest(deps, account.slug, [folder / "notes"])
            plan = draft(deps, account.slug, "en" if gold["language"] == "en" else "fr", "embedded")
            return plan, deps.store.documents(deps.workspace, account.id)
        finally:
            close(deps)


def found_superseded(gold: dict[str, Any], plan: Plan) -> int:
    """How many superseded values stand in the list of what was replaced, old and new."""
    language = gold["language"]
    return sum(
        any(
            states(r.text, item["wrong_alternatives"], language)
            and states(r.text, item["right_alternatives"], language)
            for r in plan.replaced
        )
        for item in gold["superseded"]
    )


def spurious(gold: dict[str, Any], plan: Plan) -> list[str]:
    """The contradictions shown that the gold file does not know."""
    shown = []
    for c in plan.contradictions:
        text = " ".join(side.text for side in c.sides)
        known = any(
            all(states(text, item[side]["alternatives"], gold["language"]) for side in "ab")
            for item in gold["contradictions"]
        )
        if not known:
            shown.append(f"{c.kind}: " + " | ".join(side.text for side in c.sides))
    return shown


def newest_wins(documents: Sequence[SourceDocument]) -> list[Line]:
    """Every statement but those that share most words with a newer one."""
    statements = [s for d in documents for s in statements_of(d, documents, {}) if s.segment.kind != "quoted"]
    filed: dict[str, list[tuple[Statement, frozenset[str]]]] = {}
    kept: list[Line] = []
    for s in sorted(statements, key=when, reverse=True):
        words = terms(s.folded, s.document.language)
        rivals = {o.id: (o, theirs) for w in words for o, theirs in filed.get(w, ())}.values()
        if not any(o.document.id != s.document.id and overlap(words, theirs) >= 0.6 for o, theirs in rivals):
            kept.append(Line(s.text, [s.citation()]))
        for w in words:
            filed.setdefault(w, []).append((s, words))
    return kept


def run(folder: Path) -> None:
    """Prints one dossier."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    plan, documents = plan_of(folder, gold)
    odd = spurious(gold, plan)
    readings = {
        "this plan": lines_of(plan),
        "newest note wins": newest_wins(documents),
        "no check": [Line(s.text) for d in documents for s in d.segments if s.kind != "quoted"],
    }
    print(f"\n{folder.name}")
    print(f"{'':18}{'superseded found':>18}{'as current':>12}{'contradictions':>16}{'not in gold':>13}{'absent':>8}")
    for name, lines in readings.items():
        own = plan if name == "this plan" else None
        s = score(gold, lines, own)
        sides = f"{s.contradictions}/{len(gold['contradictions'])}"
        listed = f"{found_superseded(gold, plan) if own else 0}/{len(gold['superseded'])}"
        extra = len(odd) if own else 0
        print(f"{name:18}{listed:>18}{len(s.superseded):>12}{sides:>16}{extra:>13}{len(s.invented):>8}")
    for line in odd:
        print(f"  not in gold: {line}")


_SITES = "Gisors Albi Vernon Dreux Cluny Nantua Saverne Uzerche Lodève Bazas Loches Gannat Mamers Sarlat Thiers".split()
_THINGS = (
    "taux de service|taux de casse|encours échu|effectif|prix du lot|délai de livraison|budget formation|marge nette"
    "|part de marché|stock de sécurité|volume de palettes|nombre de capteurs|remise volume|coût du transport"
).split("|")
_VERBS = "est de|atteint|s'établit à|est passé à|reste à|est annoncé à".split("|")
_UNITS = ("%", "k€", "jours", "palettes", "capteurs")


def account(size: int) -> list[SourceDocument]:
    """An invented account of about that many statements, 140 a note: few words, so that much looks alike."""
    dice = random.Random(size)
    found = []
    for number in range(max(2, size // 140)):
        day = dt.date(2025, 1, 1) + dt.timedelta(dice.randrange(700))
        sources = ("le rapport", "la revue", "le comité")
        texts = [
            f"À {dice.choice(_SITES)}, lot {dice.randrange(1, 40)}, le {dice.choice(_THINGS)} {dice.choice(_VERBS)} "
            f"{dice.randrange(20, 99)} {dice.choice(_UNITS)} selon {dice.choice(sources)}."
            for _ in range(min(140, size))
        ]
        segments = tuple(
            Segment(ordinal=n, kind="paragraph", text=text, locator=Locator(line=n + 1)) for n, text in enumerate(texts)
        )
        found.append(
            SourceDocument(name=f"{number}.txt", id=str(number), sha256="0" * 64, date=day, kind="note", language="fr",
                           added_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), media_type="text/plain", segments=segments)
        )  # fmt: skip
    return found


def growth() -> None:
    """Prints how the time grows with the account."""
    for size in (1000, 1000, 2000, 5000, 10000):
        documents = account(size)
        started = time.perf_counter()
        base = build_facts(documents, "Verrier", "Datavia", "fr")
        seconds = time.perf_counter() - started
        count = len(base.facts)
        print(
            f"{count:6} statements, {len(documents):3} notes: {seconds:6.1f} s, {1000 * seconds / count:5.2f} ms each"
        )


def _folders(given: Sequence[str]) -> Iterator[Path]:
    data = Path(os.environ.get("ABP_EVAL_DATA", "../shared/data"))  # noqa: TID251 - a setting of the evaluations only
    roots = [HERE / "dossiers", data / "dossiers"]
    folders = [Path(g) for g in given] or [p for r in roots if r.is_dir() for p in sorted(r.iterdir())]
    yield from (p for p in folders if (p / "gold.json").is_file())


def main() -> int:
    """Runs the dossiers given, or all that are known."""
    if "--growth" in sys.argv:
        growth()
        return 0
    for folder in _folders(sys.argv[1:]):
        run(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
