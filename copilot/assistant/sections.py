"""A drafted section as plain lines: its sentences, then its typed parts, each with the citations under it."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.export.words import citation_marks
from copilot.schemas.evidence import Citation, Language
from copilot.schemas.plan import Part, Section

Line = tuple[str, list[Citation]]


def section_lines(section: Section) -> list[Line]:
    """Every line once: a part that only repeats a sentence is left out."""
    lines: list[Line] = [(claim.text, claim.citations) for claim in section.claims]
    said = {text for text, _ in lines}
    return lines + [line for line in _parts(section) if line[0] not in said]


def cited(text: str, citations: list[Citation], language: Language) -> str:
    """A text with the marks of its sources."""
    marks = "; ".join(citation_marks(citations, language))
    return f"{text} [{marks}]" if marks else text


def _parts(section: Section) -> Iterator[Line]:
    for person in section.stakeholders:
        yield _line(person, person.name, person.title, *person.wants, person.note)
    for rival in section.competitors:
        yield _line(rival, rival.name, *rival.points)
    for objective in section.objectives:
        yield _line(objective, objective.title, objective.target, objective.deadline)
    for action in section.actions:
        yield _line(action, action.label, action.owner, action.due_text or action.due)
    for risk in section.risks:
        yield _line(risk, risk.label)
    for line in section.budget:
        yield _line(line, line.label, line.amount, line.status)
    for metric in section.metrics:
        yield _line(metric, metric.label, metric.value, metric.target, metric.period)


def _line(part: Part, name: str, *details: str | None) -> Line:
    told = [detail for detail in details if detail and detail not in name]
    return " – ".join([name, *told]), part.citations
