"""A number of a sheet is read as the sheet shows it, with its scale and unit."""

import pytest

from copilot.ingest.values import cell_text, exact_text

THRESHOLDS = '[>=1000000]0.0,,"M€";[>=1000]0,"k€";0"€"'


@pytest.mark.parametrize(
    ("value", "number_format", "shown", "exact"),
    [
        (1250000, '#,##0,"k€"', "1250 k€", "1250 k€"),
        (1234567, '0.00,,"M€"', "1.23 M€", "1.234567 M€"),
        (1250000, THRESHOLDS, "1.3 M€", "1.25 M€"),
        (12500, THRESHOLDS, "13 k€", "12.5 k€"),
        (125, THRESHOLDS, "125 €", "125 €"),
        (-12.5, '#,##0.0 "k€";[Red]-#,##0.0 "k€"', "-12.5 k€", "-12.5 k€"),
        (0.234, "0%", "23 %", "23.4 %"),
        (1940.0, "General", "1940", "1940"),
        (1234, "000000", "001234", "1234"),
        (5, "0", "5", "5"),
        (3, '[<2]0" unité";0" unités"', "3 unités", "3 unités"),
        (0, '0;-0;"n.c."', "n.c.", "0"),
        (0, '#,##0 "€";-#,##0 "€";"-"', "0", "0"),
        (-3, '0;"perte "0', "perte 3", "perte -3"),
        (-12.5, '#,##0.0 "k€";[Red]#,##0.0 "k€"', "-12.5 k€", "-12.5 k€"),
        (-4, "0.0;(0.0)", "-4", "-4"),
        (5, ";;;", "", "5"),
        (0.5, "# ?/?", "0.5", "0.5"),
    ],
)
def test_scales_conditions_and_leading_zeros(value, number_format, shown, exact):
    assert (cell_text(value, number_format), exact_text(value, number_format)) == (shown, exact)
