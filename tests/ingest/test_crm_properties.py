"""What holds for every export, however odd its headers and cells."""

from __future__ import annotations

import csv
import io
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.ingest.crm.columns import read_columns
from copilot.ingest.crm.export import Export, ExportTable
from copilot.ingest.crm.lexicon import lexicon
from copilot.ingest.crm.mapping import apply_mapping, mapping_text, parse_mapping
from copilot.ingest.crm.matching import match_clients
from copilot.ingest.crm.preview import preview, proposed_mapping
from copilot.ingest.crm.records import read_rows
from copilot.ingest.crm.relations import Relations
from copilot.ingest.csv_table import read_csv
from copilot.ingest.metadata import finish
from copilot.scoring.tables.grid import grids_of

OBJECTS = lexicon()["objects"].values()
NAMES = sorted({name for one in OBJECTS for field in one["fields"].values() for name in field["names"]})
WORDS = sorted({word for one in OBJECTS for word in one["words"]})
CELLS = [
    "", "Acme", "Acme SAS", "Beta;Gamma", "1 234,56 €", "12%", "0.5", "3/7/2026", "31/12/2026", "12/31/2026", "=1+1",
    "Total", "(1 200)", "NaN", "a@b.co", "true", "Won", "Closed", "-", "2026-13-45", "$", "0015g00000AbCd1AAA", " ; ",
]  # fmt: skip
headers = st.builds(
    lambda word, sign, name: word + sign + name,
    st.sampled_from(["", *WORDS]), st.sampled_from([" ", " - ", ": ", "_", "."]), st.sampled_from(["", *NAMES]),
)  # fmt: skip
tables = st.integers(2, 8).flatmap(
    lambda width: st.tuples(
        st.lists(headers, min_size=width, max_size=width),
        st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=width + 1), min_size=1, max_size=6),
    )
)


def export(header: list[str], rows: list[list[str]]) -> Export:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    document = finish("x.csv", "csv", read_csv(text.getvalue().encode()))
    found = []
    for grid in grids_of(document):
        reading = read_columns(grid, "x.csv")
        found.append(ExportTable(reading, read_rows("x.csv", reading, None, {})))
    return Export("x.csv", document, tuple(found))


@settings(max_examples=60)
@given(tables)
def test_every_row_is_a_record_or_left_out_and_a_field_has_one_column(drawn: tuple[list[str], list[list[str]]]) -> None:
    read = export(*drawn)
    preview([read])
    relations = Relations(read.records())
    matches = match_clients(relations, [], None, create=True)
    slugs = [match.slug for match in matches.values() if match.slug]
    assert len(slugs) == len(set(slugs))
    for table in read.tables:
        used = [column.field for column in table.reading.columns if column.field]
        assert len(used) == len(set(used))
        rows, total = table.rows, len(table.reading.grid.rows)
        assert not set(rows.records) & set(rows.dropped)
        if table.reading.object:
            assert set(rows.records) | set(rows.dropped) == set(range(total))


@settings(max_examples=40)
@given(tables)
def test_the_mapping_that_is_proposed_gives_the_same_reading(drawn: tuple[list[str], list[list[str]]]) -> None:
    read = export(*drawn)
    if len(read.tables) != 1:
        return
    (table,) = read.tables
    grid = table.reading.grid
    mapping = parse_mapping(mapping_text(proposed_mapping([read])), "m.yaml")
    said = mapping.table_for("x.csv", grid, [grid.header])
    assert said is not None
    again = apply_mapping(said, grid, read_columns(grid, "x.csv"), "m.yaml")
    assert [column.field for column in again.columns] == [column.field for column in table.reading.columns]
    assert read_rows("x.csv", again, said, {}).records == table.rows.records


def test_long_cells_take_no_long_time() -> None:
    # A search for addresses from every letter on took minutes over cells like these.
    row = ["x" * 200_000, "1" * 200_000, "a." * 100_000, "(" * 200_000]
    start = time.perf_counter()
    export(["Deal Name", "Amount", "X1", "Stage"], [row, row])
    assert time.perf_counter() - start < 20
