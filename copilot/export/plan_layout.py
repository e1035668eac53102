"""The account plan as blocks, in the order of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from copilot.export.blocks import Chart, Line, Sheet
from copilot.export.builder import Builder
from copilot.export.words import date_text, typeset, word, writer_name
from copilot.schemas.evidence import Citation, Claim, Language
from copilot.schemas.plan import SECTION_KEYS, Plan, Replaced, Section, Swot
from copilot.text.catalogue import t

_SUPPORT = {-2: "m2", -1: "m1", 0: "p0", 1: "p1", 2: "p2"}
_TOPIC_SECTIONS = {
    "stakeholder": "stakeholders",
    "mechanism": "value_proposition",
    "scope": "roadmap",
    "funding": "budget",
}
"""Sections of the topics that are not named like one."""
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")


def plan_sheet(plan: Plan) -> Sheet:
    """The whole plan, laid out."""
    page = Builder(plan.language)
    page.paragraph(page.say("export.reading_key"))
    page.warnings(plan.warnings)
    if plan.summary:
        page.heading(t("export.summary", plan.language))
        page.claims(page.fresh(plan.summary))
    for section in sorted(plan.sections, key=lambda section: SECTION_KEYS.index(section.key)):
        _section(page, section, plan)
    _replaced(page, plan)
    _contradictions(page, plan)
    page.questions(plan.open_questions)
    _quality(page, plan)
    page.verification(plan.verification)
    page.sources()
    return page.sheet(plan, "export.plan.title", "export.plan.category")


def _quality(page: Builder, plan: Plan) -> None:
    """What the plan is worth as a plan, computed on itself."""
    if not plan.quality:
        return
    page.heading(t("export.quality", plan.language))
    for check in plan.quality:
        page.heading(t(f"scoring.{check.tool}.title", plan.language), level=2)
        page.bullets([page.line(text, receipt=check.receipt) for text in (*check.why, *check.findings)])


def _section(page: Builder, section: Section, plan: Plan) -> None:
    page.heading(section.title)
    age = freshness_text(section, page.language)
    if age and section.freshness:
        newest = section.freshness.newest_document
        page.paragraph(page.line(age, [Citation(document=newest, quote="")] if newest else []))
    start = len(page.blocks)
    in_swot = {claim_id for name in _SWOT for claim_id in getattr(section.swot, name)} if section.swot else set()
    said = [action.label for action in section.actions]
    said += [risk.label for risk in section.risks] + [objective.title for objective in section.objectives]
    said += [point for rival in section.competitors for point in rival.points]
    said += [point for person in section.stakeholders for point in person.wants]
    own = [claim for claim in section.claims if claim.id not in in_swot]
    page.claims(page.fresh(own, said))
    page.charts(claim.receipt for claim in own)
    if section.swot:
        _swot(page, section.swot, plan)
    _people(page, section)
    _rivals(page, section)
    _objectives(page, section)
    _actions(page, section)
    _money(page, section)
    _risks(page, section)
    if all(isinstance(block, Chart) for block in page.blocks[start:]):
        page.paragraph(_nothing(page, section, plan))
    elif section.writer and section.writer != plan.writer:
        page.paragraph(page.say("export.section.writer", writer=writer_name(section.writer, page.language)))


def freshness_text(section: Section, language: Language) -> str:
    """One line when evidence of the section is no longer fresh, nothing otherwise."""
    age = section.freshness
    if age is None or not age.older:
        return ""
    share = (age.older_share * 100).quantize(Decimal(1), ROUND_HALF_UP)
    values = {"share": share, "days": age.half_life_days, "newest": date_text(age.newest, language)}
    if age.lapsed:
        return typeset(
            t("export.freshness_lapsed", language, end=date_text(age.valid_until, language), **values), language
        )
    return typeset(t("export.freshness", language, **values), language)


def _nothing(page: Builder, section: Section, plan: Plan) -> str:
    """One line for an empty section: where its questions stand."""
    if section.claims:
        return page.say("export.section.above")
    numbers = [
        str(number)
        for number, question in enumerate(plan.open_questions, start=1)
        if section_of(question.topic) == section.key
    ]
    if not numbers:
        return page.say("export.section.empty")
    key = "export.question.one" if len(numbers) == 1 else "export.question.many"
    return page.say("export.section.empty_questions", questions=page.say(key, numbers=", ".join(numbers)))


def section_of(topic: str) -> str:
    """The key of the section that a question's topic belongs to."""
    subject = topic.partition(":")[0]
    return _TOPIC_SECTIONS.get(subject, subject)


def _swot(page: Builder, swot: Swot, plan: Plan) -> None:
    known: dict[str, Claim] = {claim.id: claim for claim in plan.summary}
    known |= {claim.id: claim for section in plan.sections for claim in section.claims}
    for name in _SWOT:
        claims = [known[claim_id] for claim_id in getattr(swot, name) if claim_id in known]
        if claims:
            page.heading(t(f"export.swot.{name}", page.language), level=2)
            page.claims(claims)


def _columns(page: Builder, *columns: tuple[str, float]) -> list[tuple[str, float]]:
    return [(t(f"export.column.{name}", page.language), weight) for name, weight in columns]


def _people(page: Builder, section: Section) -> None:
    columns = _columns(page, ("name", 2), ("title", 2), ("role", 2), ("position", 1.5), ("wants", 4), ("proof", 2.4))
    rows = []
    for person in section.stakeholders:
        wants = _joined(page, [*person.wants, *([person.note] if person.note else [])])
        rows.append(
            (
                person.name,
                person.title or "",
                ", ".join(word("role", role, page.language) for role in person.roles),
                t(f"export.support.{_SUPPORT[person.support]}", page.language) if person.support is not None else "",
                wants,
                page.proof(person.citations),
            )
        )
    page.table(columns, rows)


def _joined(page: Builder, points: Sequence[str]) -> str:
    separator = " ; " if page.language == "fr" else "; "
    return separator.join(point.strip().rstrip(".") for point in points)


def _rivals(page: Builder, section: Section) -> None:
    columns = _columns(page, ("competitor", 1.6), ("wants", 6), ("proof", 2.4))
    page.table(
        columns,
        [
            (rival.name, _joined(page, rival.points), page.proof(rival.citations))
            for rival in section.competitors
            if rival.points
        ],
    )


def _objectives(page: Builder, section: Section) -> None:
    columns = _columns(
        page, ("objective", 4), ("side", 1), ("target", 2), ("deadline", 1.5), ("missing", 2), ("proof", 2.4)
    )
    page.table(
        columns,
        [
            (
                item.title,
                word("side", item.side, page.language),
                item.target or "",
                date_text(item.deadline, page.language),
                ", ".join(word("missing", part, page.language) for part in item.missing),
                page.proof(item.citations),
            )
            for item in section.objectives
        ],
    )


def _actions(page: Builder, section: Section) -> None:
    columns = _columns(page, ("what", 5), ("who", 2), ("when", 1.6), ("status", 1.2), ("proof", 2.4))
    page.table(
        columns,
        [
            (
                action.label,
                action.owner or "",
                action.due_text or date_text(action.due, page.language),
                t(f"export.action.{action.status}", page.language) if action.status != "unknown" else "",
                page.proof(action.citations),
            )
            for action in section.actions
        ],
    )


def _money(page: Builder, section: Section) -> None:
    page.table(
        _columns(page, ("line", 5), ("amount", 2), ("status", 2), ("proof", 2.4)),
        [(line.label, line.amount, line.status or "", page.proof(line.citations)) for line in section.budget],
    )
    page.table(
        _columns(page, ("metric", 4), ("value", 2), ("target", 2), ("period", 1.5), ("proof", 2.4)),
        [
            (
                metric.label,
                metric.value,
                metric.target or "",
                date_text(metric.period, page.language),
                page.proof(metric.citations, metric.receipt),
            )
            for metric in section.metrics
        ],
    )


def _risks(page: Builder, section: Section) -> None:
    page.table(
        _columns(page, ("risk", 6), ("type", 1.6), ("proof", 2.4)),
        [(risk.label, word("risk", risk.type, page.language), page.proof(risk.citations)) for risk in section.risks],
    )


def _replaced(page: Builder, plan: Plan) -> None:
    if plan.replaced:
        page.heading(t("export.replaced", page.language))
        page.bullets([page.line(replaced_text(item, page.language), item.citations) for item in plan.replaced])


def replaced_text(item: Replaced, language: Language) -> str:
    """Old and new value; said so when no note speaks of a change."""
    return t("export.replaced_implied", language, text=item.text) if item.implied else item.text


def _contradictions(page: Builder, plan: Plan) -> None:
    if not plan.contradictions:
        return
    page.heading(t("export.contradictions", page.language))
    width = max(len(item.sides) for item in plan.contradictions)
    columns = _columns(page, ("topic", 1.6))
    columns += [(t("export.column.version", page.language, n=n), 4.0) for n in range(1, width + 1)]
    columns += _columns(page, ("resolution", 2))
    rows: list[list[Line | str]] = []
    for item in plan.contradictions:
        sides: list[Line | str] = []
        for side in item.sides:
            dates = sorted({citation.date for citation in side.citations if citation.date})
            when = f" ({date_text(dates[-1], page.language)})" if dates else ""
            sides.append(page.line(typeset(side.text, page.language) + when, side.citations))
        sides += [""] * (width - len(sides))
        rows.append(["" if item.topic.startswith("…") else item.topic, *sides, item.resolution or ""])
    page.table(columns, rows)
