"""How cells of tables are read with the name of their column."""

import pytest

from copilot.text.cells import extract_cell
from tests.text.reading import signature

CASES = """
3420 | CA (k€) | fr | money 3420000 EUR
3 420 | CA 2025 (k€) | fr | money 3420000 EUR
3,4 | Montant HT en M€ | fr | money 3400000 EUR
12,5 | Marge % | fr | percent 12.5 %
12,5 | Marge (%) | fr | percent 12.5 %
12,5 | Marge en % | fr | percent 12.5 %
12,5 % | Marge | fr | percent 12.5 %
12,5 % | Marge (%) | fr | percent 12.5 %
30 | Delai (j) | fr | duration 30 day
30 | Délai (jours) | fr | duration 30 day
30 | Délai en jours | fr | duration 30 day
3,5 | Durée (h) | fr | duration 3.5 hour
4600000/yr | Value GBP | en | rate 4600000 GBP/year
1 200 000 / an | Montant (€) | fr | rate 1200000 EUR/year
46000 p.a. | Amount EUR | en | rate 46000 EUR/year
1500/mois | Loyer € | fr | rate 1500 EUR/month
12/an | Visites | fr | number 12
350 | ARR £k | en | money 350000 GBP
350 | ARR (£k) | en | money 350000 GBP
350 | ARR (k£) | en | money 350000 GBP
350 | ARR k EUR | en | money 350000 EUR
350 | ARR (kEUR) | en | money 350000 EUR
3,4 | CA MEUR | fr | money 3400000 EUR
350 | CA en milliers d'euros | fr | money 350000 EUR
350 | CA (milliers €) | fr | money 350000 EUR
3,5 | CA (millions d'euros) | fr | money 3500000 EUR
1.25 | ACV ($m) | en | money 1250000 USD
1.25 | ACV ($M) | en | money 1250000 USD
1.25 | ACV (USD m) | en | money 1250000 USD
1.25 | ACV in millions of dollars | en | money 1250000 USD
12 | FTE | en | count 12 fte
12,5 | ETP | fr | count 12.5 etp
350 | Revenue (€000s) | en | money 350000 EUR
350 | Revenue (€'000) | en | money 350000 EUR
350 | Revenue € 000 | en | money 350000 EUR
350 | Users (000s) | en | count 350000 user
(1 200) | Écart (k€) | fr | money -1200000 EUR
(1,200) | Variance (£) | en | money -1200 GBP
(12,5) | Écart % | fr | percent -12.5 %
(12,5 %) | Écart | fr | percent -12.5 %
(1 200 €) | Écart | fr | money -1200 EUR
(1,200) | Variance | en | number -1200
(£1,200) | Variance | en | money -1200 GBP
£(1,200) | Variance | en | money -1200 GBP
1 200- | Écart (€) | fr | money -1200 EUR
1 200 - | Écart (€) | fr | money -1200 EUR
1,200.50- | Variance ($) | en | money -1200.5 USD
1 200 €- | Écart | fr | money -1200 EUR
-1 200 | Écart (€) | fr | money -1200 EUR
- 1 200 | Écart (€) | fr | money -1200 EUR
−1 200 | Écart (€) | fr | money -1200 EUR
+1 200 | Écart (€) | fr | money 1200 EUR
+1,2 | Évolution (pts) | fr | points 1.2 pts
1'200 | Betrag CHF | fr | money 1200 CHF
1'200.50 | Montant (CHF) | fr | money 1200.5 CHF
4,2 | Note /5 | fr | rating 4.2 /5
4,2 | Satisfaction (/10) | fr | rating 4.2 /10
4,2 | Note sur 5 | fr | rating 4.2 /5
42 | NPS | fr | rating 42 NPS
42 | Capteurs | fr | count 42 capteur
42 | Nombre de capteurs | fr | count 42 capteur
42 | Nb capteurs | fr | count 42 capteur
42 | # of sensors | en | count 42 sensor
42 | Number of sensors | en | count 42 sensor
62 | Rate £/h | en | rate 62 GBP/h
450 | TJM (€/j) | fr | rate 450 EUR/day
450 | Loyer (€/mois) | fr | rate 450 EUR/month
12 | Durée | fr | number 12
12 | Durée (mois) | fr | duration 12 month
36 | Term (months) | en | duration 36 month
2,5 M€ | CA (k€) | fr | money 2500000 EUR
98.125 | Dispo (%) | fr | percent 98.125 % ?
1.234,50 | Montant (€) | fr | money 1234.5 EUR
1,234.50 | Amount (€) | en | money 1234.5 EUR
1 234 567 | CA (€) | fr | money 1234567 EUR
120 | Surface (m²) | fr | count 120 m2
35 | Conso (MWh) | fr | count 35 mwh
12 | Poids (t) | fr | count 12 t
x2 | Évolution | fr | ratio 2 x
50 | Écart (bps) | fr | points 50 bps
12,5 | Taux de marge | fr | percent 12.5 %
62 | Hourly rate (£) | en | money 62 GBP
350 K | CA (€) | fr | money 350000 EUR
1,2 M | CA (€) | fr | money 1200000 EUR
n/a | CA (k€) | fr | -
- | CA (k€) | fr | -
 | CA (k€) | fr | -
à voir | CA (k€) | fr | -
2026-03-01 | Échéance | fr | date 2026-03-01
T1 2026 | Échéance | fr | date 2026-Q1
2025 | Année | fr | date 2025
2025 | Year | en | date 2025
2025 | CA (k€) | fr | money 2025000 EUR
""".strip("\n").splitlines()


@pytest.mark.parametrize("line", CASES)
def test_cells(line):
    cell, header, language, wanted = (part.strip() for part in line.split("|"))
    quantity = extract_cell(cell, header, language)
    assert (signature(quantity) if quantity else "-") == wanted
    assert quantity is None or cell[quantity.start : quantity.end] == quantity.text
