"""What is said about a reporting table that was read."""

from __future__ import annotations

from collections import Counter

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.days import written
from copilot.scoring.manager.reporting_model import ReportingInput, ReportingResult, ReportingRow
from copilot.scoring.manager.reporting_rows import Split
from copilot.scoring.wording import both, names
from copilot.text.catalogue import t


def lines_of(lines: list[int]) -> str:
    """The numbers of lines, the first ten of them."""
    return names([str(line) for line in sorted(set(lines))], 10)


def findings_of(given: ReportingInput, split: Split, result: ReportingResult, rows: list[ReportingRow]) -> list[Note]:
    """What is in doubt, with its lines."""
    seen: Counter[tuple[object, ...]] = Counter()
    again = []
    for row in rows:
        key = (row.date, row.company, row.contact, row.action, row.result)
        seen[key] += 1
        if seen[key] > 1:
            again.append(row.line)
    groups: dict[str, list[int]] = {
        "reporting.unread": [entry.line for entry in result.unread],
        "reporting.ambiguous": [row.line for row in rows if row.date_ambiguous],
        "reporting.repaired": [row.line for row in rows if row.repaired],
        "reporting.no_company": [row.line for row in rows if row.company is None],
        "reporting.no_action": [row.line for row in rows if row.action is None],
        "reporting.no_result": [row.line for row in rows if row.result is None],
        "reporting.other_function": [row.line for row in rows if row.function_group == "autre"],
        "reporting.after": [row.line for row in rows if given.as_of and row.date and row.date > given.as_of],
        "reporting.twice": again,
    }
    found = [
        both(code, lambda _, lines=lines: {"n": len(lines), "lines": lines_of(lines)})  # type: ignore[misc]
        for code, lines in groups.items()
        if lines
    ]
    if not split.header and split.layout != "lines":
        found.append(both("reporting.assumed", lambda _: {}))
    if split.header:
        unused = [name for name in split.header if name and name not in result.columns.values()]
        if unused:
            found.append(both("reporting.unused", lambda _: {"names": names(unused)}))
    return found


def why_of(result: ReportingResult) -> list[Note]:
    """What was read, and what to do with it."""
    first, last = result.first_date, result.last_date

    def values(language: Language) -> dict[str, object]:
        return {
            "n": result.rows,
            "companies": result.companies,
            "first": written(first, language) if first else "",
            "last": written(last, language) if last else "",
            "functions": ", ".join(
                f"{t(f'scoring.function.{entry.group}', language)} ({entry.rows})" for entry in result.functions
            ),
        }

    codes = ["reporting.read" if first else "reporting.read_undated"]
    if result.functions:
        codes.append("reporting.functions")
    return [both(code, values) for code in [*codes, "reporting.next"]]
