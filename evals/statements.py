"""Statements written by hand over the notes of the dossiers, true and false: how many are judged rightly.

    python -m evals.statements [--split dev|test] [--set dossiers|accounts] [--show] [--free]

`statements.jsonl` holds paraphrases, joined sentences, translations and computed figures that are true, and the false
ones that a careless model or a hurried reader would believe, each with the exact quotes that it cites. A true one
should be kept as a fact (or as computed), a false one not. The baseline asks that every number stands in its
quotes. With --free the quotes are withheld, and the statement is checked against all notes of its dossier. A second
set, `account_statements.jsonl` over the notes of `accounts`, was written by somebody who had not seen the product.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from functools import cache
from pathlib import Path

from copilot.resources import resource
from copilot.schemas.evidence import Citation, Claim
from copilot.verify.check import check
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources
from evals.adversarial import Trial, documents, numbers_stand
from evals.claims import wilson
from evals.public import Row

HERE = Path(__file__).parent
SETS = {"dossiers": "statements.jsonl", "accounts": "account_statements.jsonl"}


@cache
def sources_of(dossier: str) -> Sources:
    """The notes of a dossier."""
    folder = resource("knowledge") / "sample" if dossier == "sample" else HERE / "dossiers" / dossier
    if not folder.exists():
        return Sources.build(documents(HERE / "accounts" / dossier / "notes"))
    gold = folder / "gold.json"
    about = (
        json.loads(gold.read_text("utf-8"))
        if gold.exists()
        else {"account_name": "Groupe Mirandol", "supplier_name": "Ardomeca"}
    )
    return Sources.build(documents(folder / "notes"), (), [about["account_name"], about["supplier_name"] or ""])


def judged(row: Row, free: bool) -> tuple[bool, str]:
    """Whether the statement is let through as proved, and why not."""
    sources = sources_of(row["dossier"])
    language = row["lang"]
    if free:
        found = check(row["claim"], sources, language)
        return found.verdict == "supported", " ".join(f.code for f in found.fragments if f.verdict != "supported")
    places = row.get("documents") or [row["document"]] * len(row["quotes"])
    citations = [Citation(document=place, quote=quote) for place, quote in zip(places, row["quotes"], strict=True)]
    claim = Claim(id=row["id"], text=row["claim"], status="fact", citations=citations)
    verdict = check_claim(claim, sources, language, fresh=True)
    kept = verdict.claim
    passed = kept is not None and kept.status in ("fact", "computed") and kept.text == row["claim"]
    return passed, " ".join(f.code for f in verdict.findings)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--set", choices=tuple(SETS), default="dossiers")
    parser.add_argument("--show", action="store_true", help="print the statements judged wrongly (dev half only)")
    parser.add_argument("--free", action="store_true", help="withhold the quotes")
    arguments = parser.parse_args()
    lines = (HERE / SETS[arguments.set]).read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if arguments.split in (None, row["split"])]
    counts: dict[tuple[str, bool, str], list[tuple[bool, bool]]] = defaultdict(list)
    for row in rows:
        passed, why = judged(row, arguments.free)
        place = row.get("document") or row["documents"][0]
        trial = Trial(row["kind"], row["true"], row["claim"], tuple(row["quotes"]), place, row["lang"])
        counts[(row["split"], row["true"], row["lang"])].append(
            (passed == row["true"], numbers_stand(trial) == row["true"])
        )
        if arguments.show and row["split"] == "dev" and passed != row["true"]:
            print(f"{row['id']} {'TRUE' if row['true'] else 'FALSE'} [{row['kind']}] {row['claim']}")
            print(f"     <- {' || '.join(row['quotes'])}   ({why})")
    print(
        f"{'split':5} {'statements':10} {'lang':4} {'n':>4}  {'judged rightly':26} {'numbers stand in the quotes':26}"
    )
    for (split, true, language), results in sorted(counts.items()):
        ours, base = sum(a for a, _ in results), sum(b for _, b in results)
        kind = "true" if true else "false"
        print(
            f"{split:5} {kind:10} {language:4} {len(results):4}  {wilson(ours, len(results)):26} "
            f"{wilson(base, len(results)):26}"
        )


if __name__ == "__main__":
    main()
