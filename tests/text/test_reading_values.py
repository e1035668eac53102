"""How amounts, shares, durations, counts and numbers in words are read, case by case."""

import pytest

from tests.text.reading import cases, signatures

FRENCH = cases("""
CA de 1,2 M€ → money 1200000 EUR
CA de 1,2M€ → money 1200000 EUR
un budget de 350 k€ → money 350000 EUR
un budget de 350k€ → money 350000 EUR
un budget de 350 K€ → money 350000 EUR
un budget de 350 kEUR → money 350000 EUR
un budget de 350 KEUR → money 350000 EUR
un budget de 2,5 MEUR → money 2500000 EUR
un budget de 350 ke → money 350000 EUR
une dette de 1,5 Md€ → money 1500000000 EUR
une dette de 1,5 Mds € → money 1500000000 EUR
une dette de 1,5 Mrd € → money 1500000000 EUR
une dette de 1,5 milliard d'euros → money 1500000000 EUR
une dette de 2 milliards d’euros → money 2000000000 EUR
1,5 million d'euros → money 1500000 EUR
un million d'euros → money 1000000 EUR
un million et demi d'euros → money 1500000 EUR
deux millions et demi d'euros → money 2500000 EUR
1 million et demi d'euros → money 1500000 EUR
deux cent mille euros → money 200000 EUR
trois cent cinquante mille euros par an → rate 350000 EUR/year
douze mille euros → money 12000 EUR
€ 12 000 par mois → rate 12000 EUR/month
EUR 1,5M → money 1500000 EUR
1.234.567,89 € → money 1234567.89 EUR
1 234 567,89 € → money 1234567.89 EUR
1'234'567.89 CHF → money 1234567.89 CHF
CHF 12'500 → money 12500 CHF
12’500 CHF → money 12500 CHF
250 kCHF → money 250000 CHF
3 MCHF → money 3000000 CHF
3 M$ → money 3000000 USD
3 MUSD → money 3000000 USD
45 k£ → money 45000 GBP
45 kGBP → money 45000 GBP
12 000 euros HT → money 12000 EUR
0,85 € → money 0.85 EUR
99 € HT/mois → rate 99 EUR/month
1 200 €/j → rate 1200 EUR/day
850 €/jour-homme → rate 850 EUR/day
450 € par an → rate 450 EUR/year
un TJM de 650 € → money 650 EUR
-12 k€ → money -12000 EUR
− 12 k€ → money -12000 EUR
un écart de -3,5 % → percent -3.5 %
un écart de −3,5 % → percent -3.5 %
un écart de – 3,5 % → percent -3.5 %
un écart de moins 3 % → percent -3 %
un gain de +2 pts → points 2 pts
un gain de + 2 pts → points 2 pts
une baisse de 2 points → points 2 pts
un recul de deux points → points 2 pts
25 points de base → points 25 bps
25 bps → points 25 bps
3 points de pourcentage → points 3 pts
3 points de % → points 3 pts
10 % → percent 10 %
10% → percent 10 %
10,5 pour cent → percent 10.5 %
dix pour cent → percent 10 %
dix pourcents → percent 10 %
entre 3 et 5 M€ → money 3000000..5000000 EUR
entre 3 M€ et 5 M€ → money 3000000..5000000 EUR
entre 300 k€ et 1,2 M€ → money 300000..1200000 EUR
de 10 à 12 k€ → money 10000..12000 EUR
3-5 % → percent 3..5 %
3–5 % → percent 3..5 %
3 à 4 % → percent 3..4 %
3 % à 4 % → percent 3..4 %
3 %-4 % → percent 3..4 %
entre 3 % et 4 % → percent 3..4 %
entre trois et quatre pour cent → percent 3..4 %
10 000–12 000 € → money 10000..12000 EUR
10 000 à 12 000 euros → money 10000..12000 EUR
10 à 15 jours → duration 10..15 day
deux à trois semaines → duration 2..3 week
2 ou 3 mois → duration 2..3 month
deux ou trois ans → duration 2..3 year
entre 2 et 3 fois → ratio 2..3 x
de 12 à 18 mois → duration 12..18 month
5 à 10 sites → count 5..10 site
passé de 10 à 12 % → percent 10 %; percent 12 %
passé de 10 % à 12 % → percent 10 %; percent 12 %
de 1,2 M€ à 1,5 M€ → money 1200000 EUR; money 1500000 EUR
1 sur 4 → ratio 0.25
un client sur quatre → ratio 0.25
une usine sur trois → ratio 0.333333
2 usines sur 3 → count 2 usine; number 3
deux sites sur cinq → count 2 site; number 5
neuf fois sur dix → ratio 0.9
3 sites sur 12 → count 3 site; number 12
un ratio de 4:1 → ratio 4
la moitié des sites → ratio 0.5
la moitié du parc → ratio 0.5
réduit de moitié → ratio 0.5
un tiers du parc → ratio 0.333333
les deux tiers du parc → ratio 0.666667
deux tiers des incidents → ratio 0.666667
un quart des effectifs → ratio 0.25
trois quarts des effectifs → ratio 0.75
les trois-quarts des effectifs → ratio 0.75
un cinquième du budget → ratio 0.2
un dixième du budget → ratio 0.1
une hausse d'un tiers → ratio 0.333333
aucun accord sans un tiers de confiance →
cession à un tiers →
trois quarts d'heure → duration 0.75 hour
un quart d'heure → duration 0.25 hour
une demi-heure → duration 0.5 hour
une demi-journée → duration 0.5 day
trois demi-journées → duration 1.5 day
une heure et demie → duration 1.5 hour
un an et demi → duration 1.5 year
deux ans et demi → duration 2.5 year
18 mois → duration 18 month
2,5 ans → duration 2.5 year
six semaines → duration 6 week
48 h → duration 48 hour
48h → duration 48 hour
1 h 30 → number 1.5 h
90 minutes → duration 90 minute
90 min → duration 90 minute
30 secondes → duration 30 second
deux trimestres → duration 6 month
un semestre → duration 6 month
un délai de 30 j → duration 30 day
45 jours fin de mois → duration 45 day
x2 → ratio 2 x
×3 → ratio 3 x
x 2,5 → ratio 2.5 x
2x → ratio 2 x
2 fois → ratio 2 x
trois fois plus → ratio 3 x
multiplié par 2 → ratio 2 x
multiplié par trois → ratio 3 x
divisé par deux → ratio 0.5 x
le CA a doublé → ratio 2 x
les incidents ont triplé → ratio 3 x
un chiffre double →
214 capteurs → count 214 capteur
1 200 collaborateurs → count 1200 collaborateur
1 200 m² → count 1200 m2
12 t de cuivre → count 12 t
35 kWh → count 35 kwh
3,5 MW → count 3.5 mw
12 km → count 12 km
3 ETP → count 3 etp
3,5 ETP → count 3.5 etp
500 Go → count 500 go
12 k tickets → count 12000 ticket
une dizaine de sites → count 10 site
une quinzaine de techniciens → count 15 technicien
une centaine d'utilisateurs → count 100 utilisateur
un millier de tickets → count 1000 ticket
deux douzaines de capteurs → count 24 capteur
vingt et un capteurs → count 21 capteur
soixante et onze capteurs → count 71 capteur
septante-deux capteurs → count 72 capteur
huitante capteurs → count 80 capteur
octante capteurs → count 80 capteur
nonante-neuf capteurs → count 99 capteur
quatre-vingt-dix-sept capteurs → count 97 capteur
quatre-vingts capteurs → count 80 capteur
mille deux cents capteurs → count 1200 capteur
deux mille vingt capteurs → count 2020 capteur
trois millions deux cent mille pièces → count 3200000 piece
deux milliards trois cents millions d'euros → money 2300000000 EUR
deux virgule cinq pour cent → percent 2.5 %
deux capteurs et trois sites → count 2 capteur; count 3 site
1 200 , 50 € → money 1200.5 EUR
1 ,2 M€ → money 1200000 EUR
12 % → percent 12 %
1 2 000 € → number 1; money 2000 EUR
I2 000 € →
2O26 →
NPS de -12 → rating -12 NPS
NPS : 42 → rating 42 NPS
note de 4,2/5 → rating 4.2 /5
une note de 8 sur 10 → rating 8 /10
7,4 sur 10 → rating 7.4 /10
16/20 → rating 16 /20
3 sites sur les 12 → count 3 site; number 12
99,95 % → percent 99.95 %
0,5 pt → points 0.5 pts
>10 % → percent 10 %
< 24 h → duration 24 hour
~500 k€ → money 500000 EUR
(1 200 €) → money 1200 EUR
500 k€ (soit 12 %) → money 500000 EUR; percent 12 %
CA 500k€/an → rate 500000 EUR/year
moins de 3 % → percent 3 %
- 12 sites → count 12 site
1er → number 1
marge : 12,4 % (+1,2 pt) → percent 12.4 %; points 1.2 pts
1,2 M€ contre 1,1 M€ → money 1200000 EUR; money 1100000 EUR
5,34 M€ dont location 4,1 ; AGV 0,45. → money 5340000 EUR; money 4100000 EUR; money 450000 EUR
1,9 M€ avec un indice 1,05 → money 1900000 EUR; number 1.05
1,9 M€ puis 3,5 jours → money 1900000 EUR; duration 3.5 day
livré en 10 jours contre 21 chez nous → duration 10 day; duration 21 day
livré en 10 jours contre 21 sites → duration 10 day; count 21 site
livré en 10 jours contre 21, dit-il → duration 10 day; duration 21 day
la solution de celui d'un tiers →
une baisse d'un tiers → ratio 0.333333
10 % de 2 M€ → percent 10 %; money 2000000 EUR
lots 1 et 2 → number 1; number 2
2 à 3 % par an → percent 2..3 %
et que quelqu'un me dise →
une journée technique →
deux journées → duration 2 day
plus d'un an → duration 1 year
82 mille de risque → number 82000
2,4 millions de pièces → count 2400000 piece
une dizaine de millions d'euros → money 10000000 EUR
une centaine de k€ → money 100000 EUR
3 fois sur 4 → ratio 0.75
1 200² € → number 1200
1,2 Md d'euros → money 1200000000 EUR
1.000.000 € → money 1000000 EUR
un total de 1.000.000 → number 1000000
12 k€-15 k€ → money 12000..15000 EUR
12k-15k€ → money 12000..15000 EUR
€12k-15k → money 12000..15000 EUR
1'200.- CHF → money 1200 CHF
1/2 journée → duration 0.5 day
sous quinzaine →
10 % de 3 à 5 M€ → percent 10 %; money 3000000..5000000 EUR
2½ ans → duration 2.5 year
un prix de 12,50 €/kg → money 12.5 EUR
""")

ENGLISH = cases("""
revenue of £3m → money 3000000 GBP
revenue of £3M → money 3000000 GBP
revenue of £3 million → money 3000000 GBP
revenue of £3mn → money 3000000 GBP
revenue of 3m GBP → money 3000000 GBP
revenue of GBP 3m → money 3000000 GBP
revenue of $1.2bn → money 1200000000 USD
revenue of US$1.2bn → money 1200000000 USD
revenue of 1.2 billion dollars → money 1200000000 USD
revenue of €350k → money 350000 EUR
revenue of €350K → money 350000 EUR
revenue of EUR350k → money 350000 EUR
revenue of 350k euros → money 350000 EUR
revenue of 350k EUR → money 350000 EUR
revenue of €1,234,567.89 → money 1234567.89 EUR
revenue of $(1,200) → money -1200 USD
a budget of -£12k → money -12000 GBP
a budget of £-12k → money -12000 GBP
a budget of −£12k → money -12000 GBP
£62/h → rate 62 GBP/h
£62 per hour → rate 62 GBP/h
£900 a day → rate 900 GBP/day
£12k p.a. → rate 12000 GBP/year
£12k per annum → rate 12000 GBP/year
£12k a year → rate 12000 GBP/year
one and a half million euros → money 1500000 EUR
one and a half million → number 1500000
half a million pounds → money 500000 GBP
two and a half million dollars → money 2500000 USD
a million dollars → money 1000000 USD
a hundred and twenty sensors → count 120 sensor
a hundred thousand euros → money 100000 EUR
two hundred thousand euros → money 200000 EUR
two hundred and fifty-one thousand and six sensors → count 251006 sensor
three point five percent → percent 3.5 %
ten per cent → percent 10 %
ten percentage points → points 10 pts
10 pp → points 10 pts
10 ppt → points 10 pts
50 bps → points 50 bps
50 basis points → points 50 bps
down 3% → percent 3 %
-3% → percent -3 %
minus 3% → percent -3 %
+3 pts → points 3 pts
between 3 and 5 million euros → money 3000000..5000000 EUR
between £3m and £5m → money 3000000..5000000 GBP
from £3m to £5m → money 3000000..5000000 GBP
£3m to £5m → money 3000000..5000000 GBP
£3-5m → money 3000000..5000000 GBP
£3m-£5m → money 3000000..5000000 GBP
£3m-5m → money 3000000..5000000 GBP
$10-12k → money 10000..12000 USD
3-5% → percent 3..5 %
3% to 5% → percent 3..5 %
3%–5% → percent 3..5 %
between 3% and 5% → percent 3..5 %
grew from £3m to £5m → money 3000000 GBP; money 5000000 GBP
rose from 3% to 5% → percent 3 %; percent 5 %
six to eight weeks → duration 6..8 week
2 or 3 months → duration 2..3 month
5-10 sites → count 5..10 site
1 in 4 → ratio 0.25
one in four customers → ratio 0.25
two out of five → ratio 0.4
2 out of 5 → ratio 0.4
two in three sites → ratio 0.666667
three out of four sites → ratio 0.75
4:1 → ratio 4
half of the sites → ratio 0.5
half the sites → ratio 0.5
half their sites → ratio 0.5
cut by half → ratio 0.5
two thirds of sites → ratio 0.666667
two-thirds of sites → ratio 0.666667
a third of sites → ratio 0.333333
one third of sites → ratio 0.333333
a quarter of sites → ratio 0.25
three quarters of sites → ratio 0.75
three-quarters of sites → ratio 0.75
a fifth of sites → ratio 0.2
one tenth of the budget → ratio 0.1
a third party →
the second half →
half an hour → duration 0.5 hour
half a day → duration 0.5 day
a day and a half → duration 1.5 day
one and a half years → duration 1.5 year
two and a half years → duration 2.5 year
an hour and a half → duration 1.5 hour
six weeks → duration 6 week
a six-week trial → duration 6 week
a 12-month contract → duration 12 month
18 months → duration 18 month
48 hours → duration 48 hour
48hrs → duration 48 hour
90 minutes → duration 90 minute
two quarters → duration 6 month
a fortnight → duration 2 week
x2 → ratio 2 x
2x → ratio 2 x
2.5x → ratio 2.5 x
twofold → ratio 2 x
a threefold increase → ratio 3 x
10-fold → ratio 10 x
three times more → ratio 3 x
3 times → ratio 3 x
twice the volume → ratio 2 x
multiplied by three → ratio 3 x
revenue doubled → ratio 2 x
volume has tripled → ratio 3 x
headcount halved → ratio 0.5 x
a double check →
1,200 employees → count 1200 employee
12 companies → count 12 company
twenty-one sensors → count 21 sensor
two dozen sensors → count 24 sensor
a dozen sensors → count 12 sensor
1.2 million users → count 1200000 user
12k tickets → count 12000 ticket
45 FTE → count 45 fte
45 FTEs → count 45 fte
3 TB → count 3 tb
35 kWh → count 35 kwh
two billion dollars → money 2000000000 USD
three hundred million dollars → money 300000000 USD
nineteen hundred sensors → count 1900 sensor
8.5 out of 10 → rating 8.5 /10
a score of 8 out of 10 → rating 8 /10
rated 4.2/5 → rating 4.2 /5
NPS of 42 → rating 42 NPS
NPS +42 → rating 42 NPS
at 9am → number 9 h
99.95% → percent 99.95 %
1.2M€ → money 1200000 EUR
€1.2M vs €1.1M → money 1200000 EUR; money 1100000 EUR
10% of $2m → percent 10 %; money 2000000 USD
one of them →
$12mm → money 12000000 USD
$(12)k → money -12000 USD
1.2m users → count 1200000 user
several dozen →
1.2m → number 1.2
c. £3m → money 3000000 GBP
one point six oh one million → number 1601000
a three-year term → duration 3 year
a 3-year-old plant → duration 3 year
three days per week → duration 3 day
2 of the 5 sites → number 2; count 5 site
five in ten days → number 5; duration 10 day
no one →
""")


@pytest.mark.parametrize(("text", "wanted"), FRENCH, ids=[text for text, _ in FRENCH])
def test_french(text, wanted):
    assert signatures(text, "fr") == wanted


@pytest.mark.parametrize(("text", "wanted"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english(text, wanted):
    assert signatures(text, "en") == wanted


@pytest.mark.parametrize(("text", "wanted"), FRENCH, ids=[text for text, _ in FRENCH])
def test_french_within_a_sentence(text, wanted):
    assert signatures(f"Selon la note (hors taxes), {text} ; à revoir.", "fr") == wanted


@pytest.mark.parametrize(("text", "wanted"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english_within_a_sentence(text, wanted):
    assert signatures(f"The note says: {text}; to be checked.", "en") == wanted
