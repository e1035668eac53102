"""The distribution of the total: exact against every combination, bounds around it where it is too large."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.manager import law as laws
from copilot.scoring.manager import law_tables, law_without
from copilot.scoring.manager.law import Law, amount_of, law_of, law_of_rows, ticks
from tests.scoring.manager.scattered import cents

Rows = Sequence[tuple[Decimal, Decimal]]
SOURCE = [(Decimal(50), Decimal("0.7")), (Decimal(80), Decimal("0.4")), (Decimal(30), Decimal("0.9"))]
SOURCE = [*SOURCE, (Decimal(120), Decimal("0.2"))]

amounts = st.decimals(min_value=0, max_value=1000, places=2)
chances = st.decimals(min_value=0, max_value=1, places=3)
portfolios = st.lists(st.tuples(amounts, chances), min_size=1, max_size=7)


def by_hand(rows: Rows) -> dict[Decimal, Fraction]:
    """Every total with its chance, one combination at a time."""
    found: dict[Decimal, Fraction] = {}
    for won in itertools.product((True, False), repeat=len(rows)):
        chance, total = Fraction(1), Decimal(0)
        for (amount, p), yes in zip(rows, won, strict=True):
            chance *= Fraction(p) if yes else 1 - Fraction(p)
            total += amount if yes else 0
        found[total] = found.get(total, Fraction(0)) + chance
    return {total: chance for total, chance in sorted(found.items()) if chance}


def at_least(rows: Rows, wanted: Decimal) -> Fraction:
    return sum((chance for total, chance in by_hand(rows).items() if total >= wanted), Fraction(0))


def quantile(rows: Rows, level: Fraction) -> Decimal:
    reached = Fraction(0)
    for total, chance in by_hand(rows).items():
        reached += chance
        if reached >= level:
            return total
    raise AssertionError("the chances sum to less than 1")


def coarse(rows: Rows, cells: int, patch: pytest.MonkeyPatch) -> Law:
    """The law as it is made when the exact table does not fit."""
    with patch.context() as patched:
        patched.setattr(laws, "exact_table", lambda bets: None)
        patched.setattr(laws, "MOST_CUT_CELLS", cells)
        return law_of(rows)


class TestExact:
    def test_source_vector(self) -> None:
        law = law_of(SOURCE)
        assert law.at_least(Decimal(110)) == (Fraction(5104, 10000), Fraction(5104, 10000))
        assert law.masses() == list(by_hand(SOURCE).items())

    @settings(max_examples=40, deadline=None)
    @given(portfolios, st.decimals(min_value=0, max_value=7000, places=2))
    def test_every_figure_is_that_of_all_combinations(self, rows: Rows, wanted: Decimal) -> None:
        law = law_of(rows)
        assert law.exact
        assert sum(chance for _, chance in law.masses()) == 1
        assert law.masses() == list(by_hand(rows).items())
        assert law.at_least(wanted) == (at_least(rows, wanted),) * 2
        for level in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10), Fraction(1)):
            assert law.quantile(level) == (quantile(rows, level),) * 2

    @settings(max_examples=40, deadline=None)
    @given(portfolios)
    def test_packed_and_merged_tables_are_the_same(self, rows: Rows) -> None:
        law = law_of(rows)
        table = law.table
        packed = law_tables._packed(table.bets, 8 * (table.scale.bit_length() // 8 + 1))
        assert (packed.sums, packed.tails, packed.scale) == (table.sums, table.tails, table.scale)

    def test_a_level_met_exactly_takes_the_smaller_total(self) -> None:
        law = law_of([(Decimal(100), Decimal("0.9"))])
        assert law.quantile(Fraction(1, 10)) == (0, 0)
        assert law.quantile(Fraction(100_001, 1_000_000)) == (100, 100)

    def test_sure_and_lost_proposals(self) -> None:
        law = law_of([(Decimal(10), Decimal(1)), (Decimal(5), Decimal(0)), (Decimal(2), Decimal("0.5"))])
        assert law.at_least(Decimal(10)) == (1, 1)
        assert law.at_least(Decimal("10.01")) == (Fraction(1, 2), Fraction(1, 2))
        assert law.at_least(Decimal("12.00000001")) == (0, 0)
        assert law.quantile(Fraction(1, 2)) == (10, 10)

    def test_nothing_at_all(self) -> None:
        law = law_of([])
        assert law.at_least(Decimal(0)) == (1, 1)
        assert law.at_least(Decimal("0.00000001")) == (0, 0)

    def test_many_round_amounts_stay_exact(self) -> None:
        rows = [(Decimal(1000 * (1 + n % 40)), Decimal(5 + n % 90) / 100) for n in range(200)]
        law = law_of(rows)
        assert law.exact
        assert sum(chance for _, chance in law.masses()) == 1
        mean = sum((total * Decimal(c.numerator) / Decimal(c.denominator) for total, c in law.masses()), Decimal(0))
        assert abs(mean - sum((a * p for a, p in rows), Decimal(0))) < Decimal("1e-15")

    def test_largest_amounts_and_smallest_chances(self) -> None:
        rows = [(Decimal("1e15"), Decimal("1e-12")), (Decimal("1e-8"), Decimal("0.999999999999"))]
        law = law_of(rows)
        assert law.at_least(Decimal("1e15")) == (Fraction(1, 10**12),) * 2
        assert law.at_least(Decimal("1e15") + Decimal("1e-8"))[0] == Fraction(10**12 - 1, 10**24)


class TestBounds:
    @settings(max_examples=40, deadline=None)
    @given(portfolios, st.decimals(min_value=0, max_value=7000, places=2), st.sampled_from([1, 3, 20, 500, 10**6]))
    def test_bounds_hold_on_any_grid(self, rows: Rows, wanted: Decimal, cells: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            law = coarse([row for row in rows if row[0] > 0 and 0 < row[1] < 1] or SOURCE, cells, patch)
        rows = [(amount_of(row.amount), Decimal(row.chance.numerator) / row.chance.denominator) for row in law.rows]
        low, high = law.at_least(wanted)
        assert 0 <= low <= at_least(rows, wanted) <= high <= 1
        for level in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)):
            least, most = law.quantile(level)
            assert least <= quantile(rows, level) <= most

    def test_five_hundred_proposals_in_cents(self) -> None:
        rows = [(cents(n, 50_000_000), Decimal(5 + 7 * n % 91) / 100) for n in range(500)]
        law = law_of(rows)
        assert not law.exact
        mean = sum((a * p for a, p in rows), Decimal(0)).quantize(Decimal("0.01"))
        low, high = law.at_least(mean)
        assert 0 < high - low < Fraction(1, 300)
        assert low < Fraction(1, 2) < high + Fraction(1, 50)
        least, most = law.quantile(Fraction(1, 10))
        assert (most - least) / least < Decimal("0.001")

    def test_finer_grids_are_tighter(self) -> None:
        rows = [(cents(n, 50_000_000), Decimal("0.4")) for n in range(60)]
        widths = []
        for cells in (200, 2_000, 20_000):
            with pytest.MonkeyPatch.context() as patch:
                low, high = coarse(rows, cells, patch).at_least(Decimal(6_000_000))
            widths.append(high - low)
        assert widths == sorted(widths, reverse=True)
        assert widths[0] > 10 * widths[-1] > 0

    def test_without_a_grid_the_bounds_are_wide_but_there(self) -> None:
        rows = [(Decimal(n % 997 + 1) + Decimal("0.01"), Decimal("0.5")) for n in range(laws.MOST_BETS + 1)]
        law = law_of(rows)
        half = amount_of(law.total) / 2
        assert not law.exact
        assert law.at_least(half * Decimal("0.9"))[0] > Fraction(99, 100)
        assert law.at_least(half * Decimal("1.1"))[1] < Fraction(1, 100)
        least, most = law.quantile(Fraction(1, 2))
        assert least < half < most

    def test_same_law_in_any_order(self) -> None:
        rows = [(cents(n, 1_000_000), Decimal(n + 1) / 100) for n in range(40)]
        assert law_of(rows) == law_of(rows[::-1])


class TestWonAndLost:
    @settings(max_examples=40, deadline=None)
    @given(portfolios, st.decimals(min_value=1, max_value=5000, places=2), st.booleans())
    def test_others_alone(self, rows: Rows, wanted: Decimal, again: bool) -> None:
        law = law_of(rows)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(law_without, "FEW", 12 if again else 0)
            for rank, row in enumerate(law.rows):
                found = law_without.won_and_lost(law, rank, ticks(wanted))
                others = law_of_rows([*law.rows[:rank], *law.rows[rank + 1 :]], law.sure)
                expected = (others.at_least(wanted - amount_of(row.amount)), others.at_least(wanted))
                assert found == expected

    @settings(max_examples=40, deadline=None)
    @given(portfolios, st.decimals(min_value=1, max_value=5000, places=2), st.sampled_from([2, 30, 5000]))
    def test_bounds_hold_without_one(self, rows: Rows, wanted: Decimal, cells: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            law = coarse([row for row in rows if row[0] > 0 and 0 < row[1] < 1] or SOURCE, cells, patch)
            patch.setattr(law_without, "FEW", 0)
            for rank, row in enumerate(law.rows):
                others = law_of_rows([*law.rows[:rank], *law.rows[rank + 1 :]], law.sure)
                found = law_without.won_and_lost(law, rank, ticks(wanted))
                for bounds, total in zip(found, (wanted - amount_of(row.amount), wanted), strict=True):
                    low, high = others.at_least(total)
                    assert bounds[0] <= low <= high <= bounds[1]

    def test_a_chain_too_long_still_gives_bounds(self) -> None:
        rows = [(Decimal(n * n * 1000 + 1), Decimal("0.5")) for n in range(1, 20)]
        law = law_of(rows)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(law_without, "MOST_LINKS", 1)
            found = law_without.won_and_lost(law, 0, law.total // 2)
        for (low, high), (least, most) in zip(law_without.won_and_lost(law, 0, law.total // 2), found, strict=True):
            assert least <= low == high <= most

    def test_the_whole_is_the_mix_of_both(self) -> None:
        rows = [(Decimal(1000 * (1 + n % 40)), Decimal(5 + n % 90) / 100) for n in range(60)]
        law = law_of(rows)
        wanted = ticks(Decimal(600_000))
        whole = law.at_least(Decimal(600_000))[0]
        for rank in (0, 30, 59):
            (won, _), (lost, _) = law_without.won_and_lost(law, rank, wanted)
            chance = law.rows[rank].chance
            assert chance * won + (1 - chance) * lost == whole
