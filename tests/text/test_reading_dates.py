"""How dates are read, case by case, on Tuesday 10 February 2026."""

import pytest

from copilot.text.quantities import extract_quantities
from tests.text.reading import cases, signatures

FRENCH = cases("""
T1 2026 → date 2026-Q1
T1 26 → date 2026-Q1
T1-2026 → date 2026-Q1
T1/2026 → date 2026-Q1
1T26 → date 2026-Q1
1T 2026 → date 2026-Q1
1T2026 → date 2026-Q1
T3 → date 2026-Q3 --Q3
Q1 26 → date 2026-Q1
Q1'26 → date 2026-Q1
2026 T1 → date 2026-Q1
2026-T1 → date 2026-Q1
premier trimestre 2026 → date 2026-Q1
1er trimestre 2026 → date 2026-Q1
au deuxième trimestre → date 2026-Q2 --Q2
quatrième trimestre de 2025 → date 2025-Q4
S1 2026 → date 2026-H1
S1 26 → date 2026-H1
1S26 → date 2026-H1
H2 2025 → date 2025-H2
second semestre 2025 → date 2025-H2
2e semestre 2025 → date 2025-H2
mi-mars → date 2026-03 --03|mid
mi-mars 2026 → date 2026-03 mid
fin mars → date 2026-03 --03|end
fin mars 2027 → date 2027-03 end
début mars → date 2026-03 --03|start
à la mi-mars → date 2026-03 --03|mid
courant avril → date 2026-04 --04
courant avril 2026 → date 2026-04
courant 2027 → date 2027
début 2027 → date 2027 start
mi-2027 → date 2027 mid
fin 2026 → date 2026 end
fin d'année 2026 → date 2026 end
fin de l'année 2026 → date 2026 end
fin T1 2026 → date 2026-Q1 end
début T2 → date 2026-Q2 --Q2|start
fin S1 2026 → date 2026-H1 end
1er mars → date 2026-03-01 --03-01
le 1er mars 2026 → date 2026-03-01
1 mars 2026 → date 2026-03-01
3 mars → date 2026-03-03 --03-03
lundi 3 mars → date 2026-03-03 --03-03
lundi 2 mars 2026 → date 2026-03-02
lun. 2 mars 2026 → date 2026-03-02
3 sept. 2026 → date 2026-09-03
3 févr. 2026 → date 2026-02-03
mars 2026 → date 2026-03
mars 26 → number 26
mars-26 → date 2026-03
janv.-26 → date 2026-01
en mars → date 2026-03 --03
depuis janvier → date 2026-01 --01
03/2026 → date 2026-03
3/2026 → date 2026-03
2026-03 → date 2026-03
FY26 → date 2026 ?
FY 26 → date 2026 ?
FY2026 → date 2026 ?
FY25/26 → date 2025 ?
FY2025/26 → date 2025 ?
exercice 2026 → date 2026
exercice 2025-2026 → date 2025
exercice 2025/2026 → date 2025
exercice 2025-26 → date 2025
Jan-Mar 2026 → date 2026-01; date 2026-03
CY2025 → date 2025
CW14 → date 2026-W14 --W14
FY24-FY26 → date 2024 ?; date 2026 ?
last quarter → date 2025-Q4
the last quarter of 2025 → date 2025-Q4
exercice 25-26 → date 2025
2025/26 → date 2025
de 2024 à 2026 → date 2024; date 2026
2024-2026 → date 2024; date 2026
semaine 14 → date 2026-W14 --W14
semaine 14 2026 → date 2026-W14
S14 → date 2026-W14 --W14
sem. 14 → date 2026-W14 --W14
sem 14 → date 2026-W14 --W14
S14 2026 → date 2026-W14
2026-W14 → date 2026-W14
2026-S14 → date 2026-W14
2026-03-01 → date 2026-03-01
2026/03/01 → date 2026-03-01
2026.03.01 → date 2026-03-01
20260301 → number 20260301
2026-03-01T10:00 → date 2026-03-01; number 10 h
01/03/26 → date 2026-03-01
01/03/2026 → date 2026-03-01
1/3/2026 → date 2026-03-01
3/1/2026 → date 2026-01-03
01.03.2026 → date 2026-03-01
01.03.26 → date 2026-03-01
1.3.2026 → date 2026-03-01
01-03-2026 → date 2026-03-01
1-3-2026 → date 2026-03-01
13/04/2026 → date 2026-04-13
03/04/2026 → date 2026-04-03
le 03/04 → date 2026-04-03 --04-03
le 3 du mois → date 2026-02-03 --P0M-03
le 15 du mois prochain → date 2026-03-15 --P1M-15
hier → date 2026-02-09
avant-hier → date 2026-02-08
demain → date 2026-02-11
aujourd'hui → date 2026-02-10
la semaine prochaine → date 2026-W08
la semaine dernière → date 2026-W06
cette semaine → date 2026-W07
ce mois-ci → date 2026-02
le mois dernier → date 2026-01
le mois prochain → date 2026-03
ce trimestre → date 2026-Q1
le trimestre dernier → date 2025-Q4
à la fin du trimestre → date 2026-Q1 end
à la fin du trimestre prochain → date 2026-Q2 end
fin du mois → date 2026-02 end
d'ici la fin du mois → date 2026-02 end
fin de semaine prochaine → date 2026-W08 end
fin du semestre → date 2026-H1 end
le semestre prochain → date 2026-H2
début du mois prochain → date 2026-03 start
l'an dernier → date 2025
l'année dernière → date 2025
l'an prochain → date 2027
l'année prochaine → date 2027
cette année → date 2026
fin d'année → date 2026 end
fin de l'année prochaine → date 2027 end
mardi prochain → date 2026-02-17
lundi prochain → date 2026-02-16 ?
vendredi dernier → date 2026-02-06
dans trois semaines → date 2026-W10 --P3W
dans 10 jours → date 2026-02-20 --P10D
dans deux mois → date 2026-04 --P2M
dans un an → date 2027 --P1Y
il y a deux mois → date 2025-12 --P-2M
il y a 3 ans → date 2023 --P-3Y
il y a une semaine → date 2026-W06 --P-1W
d'ici 6 mois → date 2026-08 --P6M
d'ici un an → date 2027 --P1Y
sous 48 h → duration 48 hour
depuis deux ans → duration 2 year
pendant 3 mois → duration 3 month
dans les 3 mois → duration 3 month
dans un délai de 3 mois → duration 3 month
avant l'été → date 2026-Q3 --Q3
avant l'été 2026 → date 2026-Q3
à l'automne → date 2026-Q4 --Q4 ?
au printemps 2027 → date 2027-Q2
l'été prochain → date 2026-Q3 --Q3
l'été dernier → date 2025-Q3 --Q3
délai janv : 7 jours → date 2026-01 --01; duration 7 day
l'automne dernier → date 2025-Q4 --Q4
jeudi 12 → date 2026-02-12
mardi 31 → date 2026-03-31
jeudi 12 février → date 2026-02-12 --02-12
il a été signé →
Noël 2026 → date 2026-12-25
avant Noël → date 2025-12-25 --12-25
au 31/12/2025 → date 2025-12-31
du 3 au 7 mars 2026 → date 2026-03-03; date 2026-03-07
du 3 au 7 mars → date 2026-03-03 --03-03; date 2026-03-07 --03-07
3 et 4 mars 2026 → date 2026-03-03; date 2026-03-04
les 3-4 mars 2026 → date 2026-03-03; date 2026-03-04
de mars à juin 2026 → date 2026-03; date 2026-06
entre mars et juin → date 2026-03 --03; date 2026-06 --06
T1-T2 2026 → date 2026-Q1; date 2026-Q2
30 avril 2026 au plus tard → date 2026-04-30
mars-avril 2026 → date 2026-03; date 2026-04
déc.-janv. 2026 → date 2025-12; date 2026-01
mars/avril 2026 → date 2026-03; date 2026-04
1er mars 0206 → number 1; number 206
2026-3-1 → date 2026-03-01
CA 2026E → date 2026
en 2025 et 2026 → date 2025; date 2026
2 025 € → money 2025 EUR
le 8 → number 8
""")

ENGLISH = cases("""
Q1 2026 → date 2026-Q1
Q1 26 → date 2026-Q1
Q1 FY26 → date 2026-Q1 ?
FY26 Q1 → date 2026-Q1 ?
Q1'26 → date 2026-Q1
1Q26 → date 2026-Q1
first quarter of 2026 → date 2026-Q1
the third quarter → date 2026-Q3 --Q3
H2 2025 → date 2025-H2
second half of 2025 → date 2025-H2
the first half of the year → date 2026-H1 --H1
March 1st → date 2026-03-01 --03-01
March 1, 2026 → date 2026-03-01
March 1 → date 2026-03-01 --03-01
Mar 1, 2026 → date 2026-03-01
1 March 2026 → date 2026-03-01
1st March 2026 → date 2026-03-01
1st of March 2026 → date 2026-03-01
the 3rd of March → date 2026-03-03 --03-03
Monday 2 March 2026 → date 2026-03-02
Monday, March 2, 2026 → date 2026-03-02
March 2026 → date 2026-03
mid-March → date 2026-03 --03|mid
late March 2026 → date 2026-03 end
early March → date 2026-03 --03|start
end of March → date 2026-03 --03|end
by the end of March 2026 → date 2026-03 end
early 2027 → date 2027 start
mid-2027 → date 2027 mid
end of 2027 → date 2027 end
FY26 → date 2026 ?
FY2025/26 → date 2025 ?
FY25/26 → date 2025 ?
fiscal year 2026 → date 2026 ?
fiscal 2026 → date 2026 ?
week 14 → date 2026-W14 --W14
wk 14 → date 2026-W14 --W14
W14 → date 2026-W14 --W14
W14 2026 → date 2026-W14
week 14 of 2026 → date 2026-W14
2026-03-04 → date 2026-03-04
03/04/2026 → date 2026-04-03 ?
3/4/26 → date 2026-04-03 ?
13/04/2026 → date 2026-04-13
04/13/2026 → date 2026-04-13
04/04/2026 → date 2026-04-04
03.04.2026 → date 2026-04-03 ?
04-Mar-2026 → date 2026-03-04
4-Mar-26 → date 2026-03-04
yesterday → date 2026-02-09
tomorrow → date 2026-02-11
the day before yesterday → date 2026-02-08
next week → date 2026-W08
last week → date 2026-W06
this week → date 2026-W07
last month → date 2026-01
this month → date 2026-02
next quarter → date 2026-Q2
end of next quarter → date 2026-Q2 end
by the end of the quarter → date 2026-Q1 end
end of this month → date 2026-02 end
end of the month → date 2026-02 end
early next year → date 2027 start
last year → date 2025
by year-end → date 2026 end
by the end of the year → date 2026 end
end of next year → date 2027 end
next Tuesday → date 2026-02-17
last Friday → date 2026-02-06
in three weeks → date 2026-W10 --P3W ?
in 10 days → date 2026-02-20 --P10D ?
in two months' time → date 2026-04 --P2M
within three weeks → duration 3 week
two months ago → date 2025-12 --P-2M
3 years ago → date 2023 --P-3Y
a week ago → date 2026-W06 --P-1W
three weeks from now → date 2026-W10 --P3W
delivered in six weeks → duration 6 week
next summer → date 2026-Q3 --Q3
last summer → date 2025-Q3 --Q3
last fall → date 2025-Q4 --Q4
Friday the 20th → date 2026-02-20
summer 2026 → date 2026-Q3
before Christmas → date 2025-12-25 --12-25
Christmas 2026 → date 2026-12-25
it may take →
we march on →
from March to June 2026 → date 2026-03; date 2026-06
3-7 March 2026 → date 2026-03-03; date 2026-03-07
3 to 7 March 2026 → date 2026-03-03; date 2026-03-07
March 3-7, 2026 → date 2026-03-03; date 2026-03-07
the 3rd → number 3
2024-2026 → date 2024; date 2026
2025-26 → date 2025
Jan-Mar 2026 → date 2026-01; date 2026-03
CY2025 → date 2025
CW14 → date 2026-W14 --W14
FY24-FY26 → date 2024 ?; date 2026 ?
last quarter → date 2025-Q4
the last quarter of 2025 → date 2025-Q4
""")


@pytest.mark.parametrize(("text", "wanted"), FRENCH, ids=[text for text, _ in FRENCH])
def test_french(text, wanted):
    assert signatures(text, "fr") == wanted


@pytest.mark.parametrize(("text", "wanted"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english(text, wanted):
    assert signatures(text, "en") == wanted


@pytest.mark.parametrize(("text", "wanted"), FRENCH, ids=[text for text, _ in FRENCH])
def test_french_within_a_sentence(text, wanted):
    assert signatures(f"Point client ({text}), à confirmer.", "fr") == wanted


@pytest.mark.parametrize(("text", "wanted"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english_within_a_sentence(text, wanted):
    assert signatures(f"Client meeting ({text}), to be confirmed.", "en") == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [("Quatre des sept usines", ("count", "sept usines")), ("le 12 sept", ("date", "12 sept"))],
)
def test_seven_of_something_is_no_month(text, found):
    last = extract_quantities(text, "fr")[-1]
    assert (last.kind, last.text) == found
