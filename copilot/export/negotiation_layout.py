"""The negotiation file as blocks; always the internal version, and marked so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from copilot.export.blocks import Line, Sheet
from copilot.export.builder import Builder
from copilot.export.words import receipt_text
from copilot.schemas.evidence import Claim, Receipt
from copilot.schemas.negotiation import Issue, NegotiationFile
from copilot.text.catalogue import keys, t

_VALUES = ("opening", "objective", "floor", "counterpart_limit", "zopa")


def negotiation_sheet(file: NegotiationFile) -> Sheet:
    """The whole file, laid out."""
    page = Builder(file.language)
    page.paragraph(page.say("export.negotiation.internal"), strong=True)
    page.paragraph(page.say("export.reading_key"))
    page.warnings(file.warnings)
    _claims(page, "context", file.context)
    _claims(page, "participants", file.participants)
    _claims(page, "power", file.power_balance)
    _claims(page, "deadlines", file.deadlines)
    _interests(page, file)
    _issues(page, file)
    _claims(page, "criteria", file.criteria)
    _alternatives(page, file)
    _concessions(page, file)
    _claims(page, "concession_plan", file.concession_plan)
    _claims(page, "unpaired", file.unpaired)
    _texts(page, "agenda", file.agenda, ordered=True)
    _texts(page, "legal", file.legal)
    page.questions(file.open_questions)
    page.verification(file.verification)
    page.marks(file.sources)
    page.sources()
    return page.sheet(file, "export.negotiation.title", "export.negotiation.category")


def _claims(page: Builder, name: str, claims: Sequence[Claim]) -> None:
    fresh = page.fresh(claims)
    if fresh:
        page.heading(t(f"export.negotiation.{name}", page.language))
        page.claims(fresh)


def _texts(page: Builder, name: str, texts: Sequence[str], *, ordered: bool = False) -> None:
    if texts:
        page.heading(t(f"export.negotiation.{name}", page.language))
        page.bullets(list(texts), ordered=ordered)


def _two_columns(page: Builder, ours: Sequence[Line], theirs: Sequence[Line]) -> None:
    columns = [(t("export.column.ours", page.language), 1.0), (t("export.column.theirs", page.language), 1.0)]
    page.table(columns, list(zip_longest(ours, theirs, fillvalue=Line(""))))


def _interests(page: Builder, file: NegotiationFile) -> None:
    if not file.interests:
        return
    page.heading(t("export.negotiation.interests", page.language))
    sides: dict[str, list[Line]] = {"ours": [], "theirs": []}
    for interest in file.interests:
        line = page.claim(interest.claim)
        if interest.kind != "unclassified":
            kind = t(f"export.interest.{interest.kind}", page.language)
            status = ", ".join(filter(None, (kind, line.status)))
            line = Line(line.text, line.marks, status, line.note)
        sides[interest.side].append(line)
    _two_columns(page, sides["ours"], sides["theirs"])


def _issues(page: Builder, file: NegotiationFile) -> None:
    if not file.issues:
        return
    page.heading(t("export.negotiation.issues", page.language))
    columns = [
        (t(f"export.column.{name}", page.language), weight)
        for name, weight in (
            ("issue", 2.0),
            ("opening", 2.0),
            ("objective", 2.0),
            ("floor", 2.0),
            ("their_limit", 2.0),
            ("zopa", 2.2),
        )
    ]
    valued = [issue for issue in file.issues if any(getattr(issue, name) for name in _VALUES)]
    page.table(
        columns,
        [
            (
                _named(page, issue),
                _cell(page, issue.opening),
                _cell(page, issue.objective),
                _cell(page, issue.floor),
                _cell(page, issue.counterpart_limit),
                _zopa(page, issue.zopa),
            )
            for issue in valued
        ],
    )
    if bare := [issue.name for issue in file.issues if issue not in valued]:
        page.paragraph(page.say("export.negotiation.unvalued", names=", ".join(bare)))
    for issue in file.issues:
        positions = page.fresh(issue.positions)
        if positions:
            page.heading(t("export.negotiation.positions", page.language, name=issue.name), level=2)
            page.claims(positions)
            page.charts([issue.zopa])


def _named(page: Builder, issue: Issue) -> str:
    return f"{issue.name} ({t(f'export.category.{issue.category}', page.language)})"


def _cell(page: Builder, claim: Claim | None) -> Line:
    return page.claim(claim) if claim else Line("")


def _zopa(page: Builder, receipt: Receipt | None) -> Line:
    if receipt is None:
        return Line("")
    result, unit = receipt.result, receipt.inputs.get("unit") or ""
    if not isinstance(result, dict) or f"export.zopa.{result.get('exists')}" not in keys():
        return page.line(receipt_text(receipt, page.language), receipt=receipt)
    shown = page.say(f"export.zopa.{result['exists']}", low=result.get("low"), high=result.get("high"), unit=unit)
    if result.get("status") == "estimate":
        shown += f" ({page.say('export.zopa.estimate')})"
    return page.line(shown, receipt=receipt)


def _alternatives(page: Builder, file: NegotiationFile) -> None:
    sides: dict[str, list[Line]] = {"ours": [], "theirs": []}
    for alternative in file.alternatives:
        sides[alternative.side] += [page.claim(claim) for claim in alternative.claims]
    if any(sides.values()):
        page.heading(t("export.negotiation.alternatives", page.language))
        _two_columns(page, sides["ours"], sides["theirs"])


def _concessions(page: Builder, file: NegotiationFile) -> None:
    if not file.concessions:
        return
    page.heading(t("export.negotiation.concessions", page.language))
    columns = [
        (t(f"export.column.{name}", page.language), weight)
        for name, weight in (
            ("condition", 3.0),
            ("get", 2.0),
            ("give", 2.0),
        )
    ]
    page.table(columns, [(item.condition, page.claim(item.get), page.claim(item.give)) for item in file.concessions])
