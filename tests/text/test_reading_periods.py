"""Which date or period a clause gives to its value."""

import pytest

from copilot.text.cells import extract_cell
from copilot.text.quantities import extract_quantities, same_value
from tests.text.reading import REFERENCE

CASES = """
fr | CA 2025 : 1,2 M€ | 1,2 M€=2025
fr | Le CA 2025 est de 1,2 M€ | 1,2 M€=2025
fr | 3 % en T1 2026 | 3 %=2026-Q1
fr | au 31/12/2025, 214 capteurs | 214 capteurs=2025-12-31
fr | En 2025, le CA atteint 1,2 M€ | 1,2 M€=2025
fr | Le CA atteint 1,2 M€ en 2025, contre 1,1 M€ en 2024 | 1,2 M€=2025; 1,1 M€=2024
fr | 1,2 M€ en 2025 contre 1,1 M€ en 2024 | 1,2 M€=2025; 1,1 M€=2024
fr | 1,2 M€ contre 1,1 M€ en 2024 | 1,2 M€=-; 1,1 M€=2024
fr | 1,2 M€ en 2025 et 1,4 M€ en 2026 | 1,2 M€=2025; 1,4 M€=2026
fr | En 2025, 1,2 M€, puis en 2026, 1,4 M€ | 1,2 M€=2025; 1,4 M€=2026
fr | 2024 : 1,1 M€ ; 2025 : 1,2 M€ | 1,1 M€=2024; 1,2 M€=2025
fr | 2024 : 1,1 M€, 2025 : 1,2 M€ | 1,1 M€=2024; 1,2 M€=2025
fr | passé de 10 % en 2024 à 12 % en 2025 | 10 %=2024; 12 %=2025
fr | CA 2025 : 1,2 M€ (12 %) | 1,2 M€=2025; 12 %=-
fr | CA de 1,2 M€ (2025) | 1,2 M€=-
fr | CA de 1,2 M€. En 2026 rien ne change | 1,2 M€=-
fr | Marge : 12 %\\nBilan 2025 | 12 %=-
fr | CA 2025 : 1,2 M€, marge : 12 % | 1,2 M€=2025; 12 %=-
fr | de 2024 à 2026 le parc gagne 40 capteurs | 40 capteurs=-
fr | livrer 200 capteurs avant le 31/03/2026 | 200 capteurs=2026-03-31
fr | 40 capteurs le mois dernier | 40 capteurs=2026-01
fr | 40 capteurs | 40 capteurs=-
fr | 40 capteurs | 2025 | 40 capteurs=-
en | FY26 revenue of £3m | £3m=2026
en | revenue was £3m in FY25 and £4m in FY26 | £3m=2025; £4m=2026
en | Q1 2026: 3%, Q2 2026: 4% | 3%=2026-Q1; 4%=2026-Q2
en | margin rose from 10% in 2024 to 12% in 2025 | 10%=2024; 12%=2025
en | 214 sensors at 31 December 2025 | 214 sensors=2025-12-31
en | £3m vs £2.8m in 2024 | £3m=-; £2.8m=2024
en | between January and March 2026 uptime was 99% | 99%=-
en | churn of 4% last year | 4%=2025
""".strip().splitlines()


@pytest.mark.parametrize("line", CASES)
def test_period_of_a_value(line):
    language, rest = line.split(" | ", 1)
    text, wanted = rest.rsplit(" | ", 1)
    found = extract_quantities(text.replace("\\n", "\n"), language, REFERENCE)
    said = [f"{q.text}={q.period.iso() if q.period else '-'}" for q in found if q.kind != "date"]
    assert said == wanted.split("; ")


def test_a_period_does_not_make_another_value():
    (_, a), (_, b) = (extract_quantities(f"CA {year} : 1,2 M€", "fr") for year in (2024, 2025))
    assert a.period != b.period
    assert same_value(a, b)


def test_a_cell_takes_its_period_from_the_name_of_its_column():
    quantity = extract_cell("3420", "CA 2025 (k€)")
    assert quantity is not None
    assert quantity.period is not None
    assert quantity.period.iso() == "2025"
    assert extract_cell("3420", "CA (k€)").period is None
