"""What the scoring tools say of the tables in the notes: computed claims with receipts, cited to their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.draft.numbers import money, number, percent
from copilot.draft.tables import NoteTable, tables_of
from copilot.errors import BadInput
from copilot.facts.sides import company_words
from copilot.schemas.evidence import Citation, Claim, Json, Language, SourceDocument
from copilot.schemas.facts import FactBase
from copilot.schemas.plan import BudgetLine, Metric, SectionKey
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool
from copilot.scoring.tables.portfolio import (
    BudgetTable,
    PipelineTable,
    PnlTable,
    PortfolioTable,
    budget_from_rows,
    pipeline_from_rows,
    pnl_from_rows,
    portfolio_from_rows,
)
from copilot.text.catalogue import t
from copilot.text.normalise import fold

_SPEND = re.compile(
    r"externalis|outsourc|all suppliers|tous fournisseurs|total (?:spend|external)|depense totale"
    r"|spen[dt]s? .{0,40}(?:in|on) |montant total|achats totaux|total des achats"
    r"|ensemble des fournisseurs|gesamtausgaben|beschaffungsvolumen|annual spend"
    r"|enveloppe globale d'achat"
)


@dataclass
class Computed:
    """Results for the plan."""

    claims: list[tuple[SectionKey, Claim]]
    metrics: list[Metric]
    budget: list[BudgetLine]
    opportunities: list[BudgetLine]
    used: set[tuple[str, str, tuple[str, ...]]]


def compute(documents: Sequence[SourceDocument], base: FactBase, language: Language) -> Computed:
    """All that the tools can compute from the tables; a table that is none of theirs stays with the facts."""
    out = Computed([], [], [], [], set())
    maker = _Maker(out, base, language)
    for table in tables_of(documents):
        header, rows, hint = list(table.header), table.dicts(), table.hint
        if pipeline := pipeline_from_rows(header, rows, hint):
            maker.pipeline(table, pipeline)
        elif portfolio := portfolio_from_rows(header, rows, hint):
            maker.portfolio(table, portfolio)
        elif pnl := pnl_from_rows(header, rows, hint):
            maker.pnl(table, pnl)
        elif budget := budget_from_rows(header, rows, hint):
            maker.budget(table, budget)
    maker.wallet()
    return out


class _Maker:
    """Turns recognised tables into claims; remembers our revenue with the client for the share of wallet."""

    def __init__(self, out: Computed, base: FactBase, language: Language) -> None:
        self.out = out
        self.base = base
        self.language = language
        self.revenue: tuple[Decimal, str, Citation] | None = None

    def _use(self, table: NoteTable) -> None:
        self.out.used.add((table.document.name, table.heading, table.header))

    def _add(
        self, section: SectionKey, key: str, result: ToolResult, citations: list[Citation], value: str, **more: str
    ) -> None:
        claim = Claim(
            id=f"computed-{len(self.out.claims) + 1}",
            text=t(key, self.language, value=value, **more),
            status="computed",
            citations=citations[:2],
            receipt=result.receipt,
            as_of=max((c.date for c in citations if c.date), default=None),
        )
        self.out.claims.append((section, claim))

    def _run(self, tool: str, payload: Json | None) -> ToolResult | None:
        """The tool's result, or nothing when the table does not hold what the tool needs."""
        if payload is None:
            return None
        try:
            result = run_tool(tool, payload)
        except BadInput:
            return None
        return result if result.verdict == "ok" and result.result else None

    def pipeline(self, table: NoteTable, pipeline: PipelineTable) -> None:
        self._use(table)
        result = self._run("weighted_pipeline", pipeline.weighted())
        open_deals = [d for d in pipeline.deals if d.amount is not None]
        for deal in sorted(open_deals, key=lambda d: (-(d.amount or Decimal(0)), d.name))[:8]:
            chance = percent(deal.probability, self.language, 0) if deal.probability is not None else ""
            self.out.opportunities.append(
                BudgetLine(
                    label=deal.name,
                    amount=money(deal.amount or Decimal(0), pipeline.currency, self.language),
                    status=" – ".join(filter(None, (chance, deal.stage or ""))) or None,
                    citations=[table.cite(deal.row)],
                )
            )
        if result and result.result:
            citations = [table.cite(d.row) for d in open_deals]
            self._add(
                "whitespace", "computed.pipeline", result, citations,
                money(_decimal(result.result, "weighted"), pipeline.currency, self.language),
                other=money(_decimal(result.result, "open_total"), pipeline.currency, self.language),
                n=str(len(open_deals)),
            )  # fmt: skip

    def portfolio(self, table: NoteTable, portfolio: PortfolioTable) -> None:
        self._use(table)
        words = company_words(self.base.account_name)
        ours = [c for c in portfolio.clients if words & set(re.findall(r"\w{3,}", fold(c.name)))]
        if len(ours) == 1 and ours[0].current:
            self.revenue = (ours[0].current, portfolio.currency, table.cite(ours[0].rows[0]))
        cited = [table.cite(c.rows[0]) for c in (ours or portfolio.clients)]
        if result := self._run("nrr", portfolio.nrr()):
            values = result.result or {}
            self._add("scorecard", "computed.nrr", result, cited, percent(_decimal(values, "nrr"), self.language),
                      other=percent(_decimal(values, "grr"), self.language))  # fmt: skip
        if len(ours) == 1 and (result := self._run("nrr", portfolio.nrr(only=ours[0].name))):
            self._add(
                "finance",
                "computed.nrr_account",
                result,
                cited,
                percent(_decimal(result.result or {}, "nrr"), self.language),
            )
        if result := self._run("pareto", portfolio.pareto()):
            values = result.result or {}
            share = percent(_decimal(values, "share20"), self.language)
            few = values.get("k20") == 1
            more = {} if few else {"n": str(values.get("k20", ""))}
            self._add("scorecard", "computed.pareto_one" if few else "computed.pareto", result, cited, share, **more)
        if result := self._run("concentration", portfolio.concentration()):
            values = result.result or {}
            index = number(_decimal(values, "hhi"), self.language)
            largest = percent(_decimal(values, "top1"), self.language)
            self._add("scorecard", "computed.concentration", result, cited, index, other=largest)

    def pnl(self, table: NoteTable, pnl: PnlTable) -> None:
        result = self._run("contribution_margin", pnl.contribution()) if pnl.consistent or not pnl.stated else None
        if not result or not result.result:
            return  # a table whose own result differs from its lines is told as it stands, not settled here
        self._use(table)
        if self.revenue is None:
            self.revenue = (pnl.revenue.amount, pnl.currency, table.cite(pnl.revenue.row))
        citations = [table.cite(pnl.revenue.row), *([table.cite(pnl.stated.row)] if pnl.stated else [])]
        self._add("finance", "computed.contribution", result, citations,
                  money(_decimal(result.result, "contribution"), pnl.currency, self.language),
                  other=percent(_decimal(result.result, "rate"), self.language))  # fmt: skip

    def budget(self, table: NoteTable, budget: BudgetTable) -> None:
        lines = [line for line in budget.lines if line.amount is not None]
        result = self._run("budget_rollup", budget.rollup())
        if not result or not result.result or len(lines) < 2:
            return
        self._use(table)
        for line in lines[:10]:
            self.out.budget.append(
                BudgetLine(
                    label=line.label,
                    amount=money(line.amount or Decimal(0), budget.currency, self.language),
                    status=t(f"budget.status.{line.status}", self.language) if line.status != "unknown" else None,
                    citations=[table.cite(line.row)],
                )
            )
        total = money(_decimal(result.result, "total"), budget.currency, self.language)
        citations = [table.cite(line.row) for line in lines]
        declared = budget.declared_total
        if declared is not None and declared != _decimal(result.result, "total"):
            stated = money(declared, budget.currency, self.language)
            self._add("budget", "computed.budget_differs", result, citations, total, n=str(len(lines)), stated=stated)
            return
        self._add("budget", "computed.budget", result, citations, total, n=str(len(lines)))

    def wallet(self) -> None:
        """Our sales over the client's spend, when one note states that spend and only one figure is there."""
        if self.revenue is None:
            return
        amount, currency, citation = self.revenue
        spends = [
            (f, q)
            for f in self.base.facts
            if not f.superseded and f.segment_kind not in ("row", "quoted") and _SPEND.search(fold(f.text))
            for q in f.quantities
            if q.kind == "money" and q.value is not None and q.unit == currency and q.value > amount
        ]
        if len({q.value for _, q in spends}) != 1:
            return
        fact, q = spends[0]
        payload: Json = {
            "currency": currency,
            "our_sales": str(amount),
            "client_spend": str(q.value),
            "perimeter": fact.text[:200],
        }
        result = self._run("share_of_wallet", payload)
        if result and result.result:
            self._add("scorecard", "computed.wallet", result, [citation, *fact.citations],
                      percent(_decimal(result.result, "share"), self.language))  # fmt: skip


def _decimal(values: Json, name: str) -> Decimal:
    return Decimal(str(values[name]))
