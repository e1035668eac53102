"""CRM exports: columns recognised, rows given to the right account, questions answered from the records alone.

`python -m evals.crm [--show]`: the headers of fourteen exports (evals/crm_headers.yaml), a field's own name beside
them; then the Maven CRM set with the answers of its questions (`ABP_EVAL_DATA`).
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from copilot import pipeline
from copilot.ingest.crm.export import Export, read_export, read_exports
from copilot.ingest.crm.importing import Wanted, import_exports
from copilot.ingest.crm.lexicon import words
from copilot.ingest.crm.relations import Relations
from copilot.ingest.crm.schema import CrmOpportunity
from copilot.resources import load_yaml
from copilot.settings import Settings
from evals.public import data_dir, rows

HEADERS = Path(__file__).parent / "crm_headers.yaml"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    asked = parser.parse_args(arguments)
    headers(show=asked.show)
    folder = data_dir() / "g_crm" / "maven_crm"
    if not folder.is_dir():
        print(f"no Maven CRM set at {folder}: set ABP_EVAL_DATA")
        return
    maven(folder, show=asked.show)


def headers(*, show: bool) -> None:
    """Columns taken for the right field, by half; and by the field's own name alone."""
    right: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    total: Counter[str] = Counter()
    objects: Counter[str] = Counter()
    tables: Counter[str] = Counter()
    for one in load_yaml(HEADERS):
        split, columns = one["split"], one["columns"]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows([list(columns), [cell for _, cell in columns.values()]])
        table = read_export("export.csv", text.getvalue().encode()).tables[0].reading
        tables[split] += 1
        objects[split] += table.object == one["object"]
        if show and table.object != one["object"]:
            print(f"{one['tool']}: {table.object} instead of {one['object']}")
        for column in table.columns:
            gold = columns[column.header][0]
            total[split] += 1
            right[split] += column.field == gold
            plain[split] += _own_name(column.header, one["object"]) == gold
            if show and column.field != gold:
                print(f"{one['tool']}: {column.header!r}: {column.field} instead of {gold} ({column.reason})")
    for split in ("dev", "test"):
        print(
            f"headers, {split}: objects {objects[split]}/{tables[split]}, columns {right[split]}/{total[split]} "
            f"({right[split] / total[split]:.1%}); own names alone {plain[split] / total[split]:.1%}"
        )


def _own_name(header: str, chosen: str) -> str | None:
    from copilot.ingest.crm.lexicon import fields

    said = "_".join(words(header))
    return next((known.key for known in fields().values() if known.object == chosen and known.name == said), None)


def maven(folder: Path, *, show: bool) -> None:
    """Accounts matched, rows assigned, rows that leaked, questions answered."""
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    started = time.perf_counter()
    exports, _ = read_exports(files)
    print(f"read {len(files)} files in {time.perf_counter() - started:.1f} s")
    with (folder / "sales_pipeline.csv").open(encoding="utf-8") as lines:
        deals = list(csv.DictReader(lines))
    with (folder / "accounts.csv").open(encoding="utf-8") as lines:
        accounts = [row["account"] for row in csv.DictReader(lines)]
    _import(exports, deals, accounts)
    _questions(exports, folder, show=show)


def _import(exports: Sequence[Export], deals: list[dict[str, str]], accounts: list[str]) -> None:
    gold: dict[str, set[str]] = defaultdict(set)
    for row in deals:
        gold[row["account"]].add(row["opportunity_id"])
    with tempfile.TemporaryDirectory() as data:
        deps = pipeline.open_deps(Settings(data_dir=Path(data), llm_base_url=None))
        started = time.perf_counter()
        report = import_exports(deps, exports, Wanted(create=True), "en")
        seconds = time.perf_counter() - started
        known = {account.name: account for account in deps.store.accounts("default")}
        right = leaked = 0
        for name in accounts:
            if name not in known:
                continue
            document = deps.store.document("default", known[name].id, "sales_pipeline.csv")
            have = {segment.cells[0] for segment in document.segments if segment.kind == "row"}
            right += len(have & gold[name])
            leaked += len(have - gold[name])
        pipeline.close(deps)
    wanted = sum(len(ids) for name, ids in gold.items() if name)
    print(f"accounts matched {sum(name in known for name in accounts)}/{len(accounts)}, {len(report.unmatched)} unsure")
    print(
        f"deals assigned {right}/{wanted} ({right / wanted:.1%}), in another account {leaked}; import {seconds:.1f} s"
    )
    for left in report.left_out:
        print(f"  left out: {left.file} {left.reason} {left.rows}")


def _questions(exports: Sequence[Export], folder: Path, *, show: bool) -> None:
    relations = Relations(record for export in exports for record in export.records())
    by_account: dict[str, list[CrmOpportunity]] = defaultdict(list)
    for export in exports:
        for table in export.tables:
            for record in table.rows.records.values():
                client = relations.client_of(record)
                if isinstance(record, CrmOpportunity) and client and client.name:
                    by_account[client.name].append(record)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for question in rows(folder / "questions.jsonl"):
        total[question["type"]] += 1
        found = _answer(question["type"], by_account[question["account"]])
        is_right = found is not None and str(found) == str(question["gold"])
        right[question["type"]] += is_right
        if show and not is_right:
            print(f"{question['id']}: {found} instead of {question['gold']}")
    print(f"questions {right.total()}/{total.total()} ({right.total() / total.total():.1%}): "
          + ", ".join(f"{kind} {right[kind]}/{n}" for kind, n in total.items()))  # fmt: skip


def _answer(kind: str, deals: list[CrmOpportunity]) -> Any:
    """The answer to a question by counting and adding records; None for a kind that is not known."""
    won = [deal for deal in deals if deal.state == "won"]
    lost = [deal for deal in deals if deal.state == "lost"]
    match kind:
        case "won_revenue":
            return _sum(won)
        case "q4_revenue":
            return _sum(
                [d for d in won if d.close_date and (d.close_date.year, (d.close_date.month - 1) // 3) == (2017, 3)]
            )
        case "win_rate":
            share = Decimal(100 * len(won)) / (len(won) + len(lost))
            return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        case "open_opps":
            return sum(1 for deal in deals if deal.state == "open")
        case "last_win":
            return max(deal.close_date for deal in won if deal.close_date)
        case "top_product" | "top_agent":
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for deal in won:
                sums[(deal.product if kind == "top_product" else deal.owner) or ""] += deal.amount or 0
            return max(sums, key=lambda name: sums[name])
        case _:
            return None


def _sum(deals: list[CrmOpportunity]) -> Decimal:
    return sum((deal.amount for deal in deals if deal.amount is not None), Decimal(0))


if __name__ == "__main__":
    main()
