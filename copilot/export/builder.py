"""Turns claims and typed parts into lines and tables, each claim once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copilot.charts.registry import CHARTS, OF_SEVERAL_ACCOUNTS
from copilot.export.blocks import Block, Bullets, Chart, Heading, Line, Paragraph, Sheet, Table
from copilot.export.words import (
    citation_marks,
    date_text,
    distinct,
    is_said,
    question_line,
    same_text,
    typeset,
    writer_name,
)
from copilot.schemas.evidence import Citation, Claim, Language, Receipt
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import OpenQuestion, Plan, Verification
from copilot.text.catalogue import t

FINDINGS_SHOWN = 30
_FILE = re.compile(r"^\S+\.\w{2,5}$")
Cell = Line | str


class Builder:
    """Collects the blocks, the receipts and the cited files of one document."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.blocks: list[Block] = []
        self.receipts: list[Receipt] = []
        self._drawn: set[str] = set()
        self._printed: set[str] = set()
        self._cited: dict[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue, typeset."""
        return typeset(t(key, self.language, **values), self.language)

    def line(self, text: str, citations: Sequence[Citation] = (), receipt: Receipt | None = None) -> Line:
        """A sentence with its citations; the files are remembered for the list of sources."""
        return Line(typeset(text, self.language), self.marks(citations), note=self.receipt_number(receipt))

    def marks(self, citations: Sequence[Citation]) -> tuple[str, ...]:
        """Citations as read; remembers their files."""
        for citation in citations:
            newest = max(self._cited.get(citation.document, ""), citation.date or "")
            self._cited[citation.document] = newest
        return citation_marks(list(citations), self.language)

    def receipt_number(self, receipt: Receipt | None) -> int | None:
        """The footnote of that receipt; the same computation has one footnote."""
        if receipt is None:
            return None
        known = [item.sha256 for item in self.receipts]
        if receipt.sha256 not in known:
            self.receipts.append(receipt)
            return len(self.receipts)
        return known.index(receipt.sha256) + 1

    def claim(self, claim: Claim) -> Line:
        """A claim with its status when it is not a plain fact."""
        status = None if claim.status == "fact" else t(f"export.status.{claim.status}", self.language)
        return Line(
            typeset(claim.text, self.language),
            self.marks(claim.citations),
            status=status,
            note=self.receipt_number(claim.receipt),
        )

    def fresh(self, claims: Iterable[Claim], said: Iterable[str] = ()) -> list[Claim]:
        """The claims not printed yet, which are now; `said` are texts that a table below says."""
        kept: list[Claim] = []
        elsewhere = list(said)
        for claim in distinct(list(claims)):
            text = same_text(claim.text)
            if text in self._printed or is_said(claim.text, elsewhere):
                continue
            self._printed.add(text)
            kept.append(claim)
        return kept

    def heading(self, text: str, level: int = 1) -> None:
        """Adds a heading."""
        self.blocks.append(Heading(level, typeset(text, self.language)))

    def paragraph(self, line: Line | str, *, strong: bool = False) -> None:
        """Adds a line on its own."""
        self.blocks.append(Paragraph(self._as_line(line), strong))

    def bullets(self, lines: Sequence[Line | str], *, ordered: bool = False) -> None:
        """Adds a list unless it is empty."""
        if lines:
            self.blocks.append(Bullets(tuple(self._as_line(line) for line in lines), ordered))

    def claims(self, claims: Iterable[Claim]) -> None:
        """Adds the claims as bullets."""
        self.bullets([self.claim(claim) for claim in claims])

    def charts(self, receipts: Iterable[Receipt | None]) -> None:
        """Adds the chart of each result whose tool has one, once in the document.

        Plans are built with the client: none shows the names and figures of other clients.
        """
        for receipt in receipts:
            shown = receipt and receipt.tool in CHARTS and receipt.tool not in OF_SEVERAL_ACCOUNTS
            if receipt and shown and receipt.sha256 not in self._drawn:
                self._drawn.add(receipt.sha256)
                self.blocks.append(Chart(receipt))

    def table(self, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Cell]]) -> None:
        """Adds a table without the columns that no row fills; `columns` are titles and relative widths."""
        cells = [tuple(self._as_line(cell) for cell in row) for row in rows]
        used = [n for n in range(len(columns)) if not all(row[n].empty for row in cells)]
        if cells and used:
            self.blocks.append(
                Table(
                    header=tuple(typeset(columns[n][0], self.language) for n in used),
                    rows=tuple(tuple(row[n] for n in used) for row in cells),
                    weights=tuple(columns[n][1] for n in used),
                )
            )

    def proof(self, citations: Sequence[Citation], receipt: Receipt | None = None) -> Line:
        """The content of a table's proof column."""
        return Line("", self.marks(citations), note=self.receipt_number(receipt))

    def questions(self, questions: Sequence[OpenQuestion]) -> None:
        """Adds the numbered open questions, each ending with its question mark; who and why below."""
        if not questions:
            return
        self.heading(t("export.questions", self.language))
        lines: list[Line] = []
        for question in questions:
            before = [name for name in (", ".join(question.ask), question.why) if name]
            lead = typeset(" – ".join(before).rstrip("."), self.language)
            lines.append(Line(question_line(question.text, self.language), lead=lead))
        self.bullets(lines, ordered=True)

    def verification(self, report: Verification) -> None:
        """Adds the counts and what the verifier found."""
        self.heading(t("export.verification", self.language))
        counts = report.model_dump(exclude={"findings"})
        self.paragraph(self.say("export.verification.counts", **counts))
        findings = list(dict.fromkeys((item.message, item.outcome) for item in report.findings))
        self.bullets(
            [
                Line(typeset(message, self.language), status=t(f"export.outcome.{outcome}", self.language))
                for message, outcome in findings[:FINDINGS_SHOWN]
            ]
        )
        if len(findings) > FINDINGS_SHOWN:
            self.paragraph(self.say("export.verification.more", count=len(findings) - FINDINGS_SHOWN))

    def sources(self) -> None:
        """Adds the numbered list of the files cited so far."""
        self.heading(t("export.sources", self.language))
        if not self._cited:
            self.paragraph(self.say("export.sources.none"))
        lines: list[Line | str] = []
        for name, newest in self._cited.items():
            parts = [name, *([date_text(newest, self.language)] if newest else [])]
            lines.append(Line(typeset(", ".join(parts), "en")))
        self.bullets(lines, ordered=True)

    def warnings(self, warnings: Sequence[str]) -> None:
        """Adds what the reader must know first, if anything."""
        if warnings:
            self.heading(t("export.warnings", self.language))
            self.bullets(warnings)

    def sheet(self, document: Plan | NegotiationFile, title: str, category: str) -> Sheet:
        """What was added, as the sheet of that document; title and category are keys of the catalogue."""
        return Sheet(
            title=self.say(title, name=document.account.name),
            subtitle=self.say(
                "export.subtitle",
                as_of=date_text(document.as_of, self.language),
                version=document.version,
                writer=writer_name(document.writer, self.language),
            ),
            language=self.language,
            category=t(category, self.language),
            writer=document.writer,
            generated_at=document.generated_at,
            as_of=document.as_of,
            mark=self.say("export.ai_mark", writer=document.writer),
            kind=document.kind,
            blocks=tuple(self.blocks),
            receipts=tuple(self.receipts),
        )

    def _as_line(self, line: Line | str) -> Line:
        return Line(typeset(line, self.language)) if isinstance(line, str) else line
