"""What holds of every claim: sentences of templates with drawn subjects, amounts, dates, names and units."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from copilot.schemas.evidence import Citation, Claim
from copilot.scoring.receipt import make_receipt
from copilot.scoring.registry import run_tool
from copilot.verify.check import check
from copilot.verify.claims import check_claim
from copilot.verify.receipts import flaw
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, stands

FEW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
SITES = ["Dole", "Gray", "Metz", "Brest", "Leeds", "Hull", "Cork"]
PEOPLE = ["Amel Hadj", "Bruno Fey", "Inès Caron", "Luke Perrin", "Salma Roy"]
THINGS = {
    "fr": ["palan", "loyer", "transport", "nettoyage", "stock"],
    "en": ["hoist", "rent", "freight", "cleaning", "stock"],
}
NOUNS = {"fr": ["presses", "bobines", "capteurs", "salariés"], "en": ["presses", "reels", "sensors", "employees"]}


@dataclass(frozen=True)
class Said:
    """A sentence with the value in it, and how else the value may be written."""

    language: str
    text: str
    value: str
    others: tuple[str, ...]
    wrong: tuple[str, ...]


def grouped(number: int, by: str) -> str:
    return f"{number:,}".replace(",", by)


def comma(number: str, language: str) -> str:
    return number.replace(".", ",") if language == "fr" else number


@st.composite
def money(draw, language):
    thousands = draw(st.integers(21, 989).filter(lambda n: n % 10))
    if language == "fr":
        value, units = f"{thousands} k€", [grouped(thousands * 1000, by) for by in (" ", "\u202f", "\u00a0")]
        others = [f"{amount} €" for amount in units] + [f"{units[0]} euros", f"{thousands}\u202fk€", f"{thousands}k€"]
        wrong = [f"{thousands} {unit}" for unit in ("M€", "€", "k$", "k£", "%")]
    else:
        value, units = f"€{thousands}k", grouped(thousands * 1000, ",")
        others = [f"€{units}", f"{units} euros", f"EUR {units}", f"€{thousands} thousand"]
        wrong = [f"€{thousands}m", f"€{thousands}", f"${thousands}k", f"£{thousands}k", f"{thousands}%"]
    return value, tuple(others), (*wrong, f"-{value}")


@st.composite
def percent(draw, language):
    number = f"{draw(st.integers(2, 98))}.{draw(st.integers(1, 9))}"
    written = comma(number, language)
    space = " " if language == "fr" else ""
    spelled = "pour cent" if language == "fr" else "percent"
    return (
        f"{written}{space}%",
        (f"{written}%", f"{written} %", f"{written}\u202f%", f"{written} {spelled}"),
        (f"{written} points", f"-{written}{space}%", f"{written} M€"),
    )


@st.composite
def count(draw, language):
    number = draw(st.integers(2200, 9989))
    noun = draw(st.sampled_from(NOUNS[language]))
    others = [f"{grouped(number, by)} {noun}" for by in ((" ", "\u202f", "\u00a0") if language == "fr" else (",",))]
    day = "jours" if language == "fr" else "days"
    return f"{number} {noun}", tuple(others), (f"{number} €", f"{number} {day}", f"{number} %")


@st.composite
def day(draw, language):
    date = draw(st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 28)).filter(lambda d: d.day > 12))
    month = MONTHS[language][date.month - 1]
    other = MONTHS[language][date.month % 12]
    long = f"{date.day} {month} {date.year}"
    english = (f"{month} {date.day}, {date.year}",) if language == "en" else ()
    return (
        long,
        (f"{date:%d/%m/%Y}", f"{date:%Y-%m-%d}", f"{date:%d.%m.%Y}", *english),
        (
            f"{date.day} {other} {date.year}",
            f"{date.day} {month} {date.year + 1}",
            f"{date.day - 1} {month} {date.year}",
        ),
    )


VALUES = {"money": money, "percent": percent, "count": count, "day": day}
TEMPLATES = {
    "fr": {
        "money": ["Le {thing} de {site} coûte {value}.", "{person} annonce {value} pour le {thing} de {site}."],
        "percent": [
            "Le {thing} de {site} représente {value} du budget.",
            "{person} note un {thing} à {value} pour {site}.",
        ],
        "count": ["Le site de {site} compte {value}.", "{person} gère {value} à {site}."],
        "day": ["La visite de {site} a lieu le {value}.", "{person} présente le {thing} de {site} le {value}."],
    },
    "en": {
        "money": ["The {site} {thing} costs {value}.", "{person} announces {value} for the {site} {thing}."],
        "percent": [
            "The {site} {thing} represents {value} of the budget.",
            "{person} notes a {thing} at {value} for {site}.",
        ],
        "count": ["The {site} site has {value}.", "{person} handles {value} in {site}."],
        "day": ["The {site} visit takes place on {value}.", "{person} presents the {site} {thing} on {value}."],
    },
}


@st.composite
def sentences(draw, language=None, kind=None):
    language = language or draw(st.sampled_from(["fr", "en"]))
    kind = kind or draw(st.sampled_from(sorted(VALUES)))
    value, others, wrong = draw(VALUES[kind](language))
    frame = draw(st.sampled_from(TEMPLATES[language][kind])).format(
        thing=draw(st.sampled_from(THINGS[language])), site=draw(st.sampled_from(SITES)),
        person=draw(st.sampled_from(PEOPLE)), value="{}",
    )  # fmt: skip
    return Said(language, frame.format(value), value, tuple(map(frame.format, others)), tuple(map(frame.format, wrong)))


def lines(said: list[Said]) -> list[str]:
    return list(dict.fromkeys(one.text for one in said))


@FEW
@given(st.sampled_from(["fr", "en"]).flatmap(lambda lang: st.lists(sentences(lang), min_size=1, max_size=4)))
def test_a_sentence_copied_from_a_note_is_always_proved(notes):
    language = notes[0].language
    sources = Sources.build([document(*lines(notes), language=language)])
    for said in notes:
        verdict = judged(said.text, said.text, language=language, sources=sources)
        assert (verdict.ok, verdict.findings, verdict.claim.status) == (True, [], "fact")


@FEW
@given(sentences(), st.data())
def test_a_digit_changed_is_always_caught(said, data):
    start = said.text.index(said.value)
    at = data.draw(st.sampled_from([start + m.start() for m in re.finditer(r"\d", said.value)]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != said.text[at])
    changed = said.text[:at] + digit + said.text[at + 1 :]
    assert not stands(judged(changed, said.text, language=said.language), changed)


@FEW
@given(sentences(), st.data())
def test_a_unit_a_sign_or_a_period_changed_is_always_caught(said, data):
    changed = data.draw(st.sampled_from(said.wrong))
    assert not stands(judged(changed, said.text, language=said.language), changed)


@FEW
@given(sentences(), st.data())
def test_the_same_value_written_otherwise_changes_nothing(said, data):
    other = data.draw(st.sampled_from(said.others))
    for text, quote in ((other, said.text), (said.text, other)):
        verdict = judged(text, quote, language=said.language)
        assert (stands(verdict, text), codes(verdict)) == (True, [])


@FEW
@given(st.sampled_from(["fr", "en"]).flatmap(lambda lang: st.lists(sentences(lang), min_size=2, max_size=4)), st.data())
def test_the_order_of_documents_and_citations_changes_nothing(notes, data):
    language = notes[0].language
    texts = lines(notes)
    documents = [document(text, name=f"{n}.txt", language=language) for n, text in enumerate(texts)]
    citations = [Citation(document=d.name, quote=text) for d, text in zip(documents, texts, strict=True)]
    text = data.draw(st.sampled_from([*texts, notes[0].wrong[0], " ".join(texts[:2])]))
    first = Claim(id="c", text=text, status="fact", citations=citations)
    turned = Claim(id="c", text=text, status="fact", citations=data.draw(st.permutations(citations)))
    one = check_claim(first, Sources.build(documents), language)
    two = check_claim(turned, Sources.build(data.draw(st.permutations(documents))), language)
    assert (one.ok, codes(one), one.claim and one.claim.status) == (two.ok, codes(two), two.claim and two.claim.status)


@FEW
@given(sentences(), st.sampled_from(["fact", "inferred", "contradicted"]), st.booleans())
def test_a_claim_whose_document_was_deleted_is_never_proved(said, status, fresh):
    lone = Claim(id="c", text=said.text, status=status, citations=[Citation(document="notes.txt", quote=said.text)])
    other = Sources.build([document(said.text, name="other.txt", language=said.language)])
    for sources in (other, Sources.build([])):
        kept = check_claim(lone, sources, said.language, fresh=fresh).claim
        assert kept is None or (kept.status in ("withdrawn", "assumption") and kept.text == said.text)
        assert not fresh or kept is None or kept.status == "assumption"


@FEW
@given(st.sampled_from(["fr", "en"]).flatmap(lambda lang: st.lists(sentences(lang), min_size=1, max_size=4)), st.data())
def test_an_offered_repair_is_supported_and_what_is_supported_needs_none(notes, data):
    language = notes[0].language
    sources = Sources.build([document(*lines(notes), language=language)])
    said = data.draw(st.sampled_from(notes))
    text = data.draw(st.sampled_from([said.text, *said.others, *said.wrong]))
    found = check(text, sources, language)
    if found.verdict == "supported":
        assert found.repair is None
    elif found.repair is not None:
        assert check(found.repair, sources, language).verdict == "supported"
    verdict = judged(text, said.text, language=language, sources=sources)
    for finding in verdict.findings:
        if finding.repair is not None:
            assert stands(judged(finding.repair, said.text, language=language, sources=sources), finding.repair)


ODD = [
    "ne ",
    "pas ",
    "n't ",
    "1 ",
    "1 000 ",
    "€",
    "%",
    "«",
    "»",
    "(",
    ")",
    ". ",
    ", ",
    "et ",
    "and ",
    "\u200b",
    "\u0301",
    "\u202e",
    "\ufeff",
    "ﷺ",
    "é",
    "e\u0301",
    "²",
    "½",
    "१२",
    "Ⅷ",
    "9" * 40,
    "1e9",
    "-",
    "|",
    "\n",
    "\r\n",
    "Dole ",
    "k€",
    "…",
    "ẞ",
    "İ",
    "🏭",
    "A. B. ",
]
ANY_TEXT = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(ODD), max_size=25).map("".join), sentences().map(lambda s: s.text)
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    ANY_TEXT,
    st.lists(ANY_TEXT, max_size=3),
    st.lists(ANY_TEXT, max_size=3),
    st.sampled_from(["fact", "inferred", "assumption", "missing", "contradicted", "computed"]),
    st.sampled_from(["fr", "en"]),
)
def test_any_text_is_judged_the_same_twice_and_its_parts_stand_inside_it(text, notes, quotes, status, language):
    sources = [Sources.build([document(*notes, language=language)]) for _ in range(2)]
    cited = [Citation(document="notes.txt", quote=quote) for quote in (*quotes, *notes[:1])]
    claim = Claim(id="x", text=text, status=status, citations=cited)
    assert check_claim(claim, sources[0], language) == check_claim(claim, sources[1], language)
    found = check(text, sources[0], language)
    assert found == check(text, sources[1], language)
    assert 0 <= found.score <= 1
    for fragment in found.fragments:
        assert 0 <= fragment.start <= fragment.end <= len(text)
        assert fragment.text == text[fragment.start : fragment.end] or fragment.text.strip() in text
    for citation in found.citations:
        assert citation.quote in sources[0].all[0].text


SPENT = "Vaubert dépense 2,4 M€ en emballages, dont 900 k€ chez nous."
GENUINE = run_tool(
    "share_of_wallet",
    {"currency": "EUR", "our_sales": 900000, "client_spend": 2400000, "perimeter": "emballages", "period": "2025"},
).receipt


@FEW
@given(
    st.sampled_from(["our_sales", "client_spend", "result", "formula", "tool", "version"]),
    st.integers(1, 10**7),
    st.text(min_size=1, max_size=12),
    st.booleans(),
)
def test_any_change_to_a_genuine_receipt_is_found(field, number, text, resealed):
    fields = {name: getattr(GENUINE, name) for name in ("tool", "version", "inputs", "formula", "result")}
    if field in ("our_sales", "client_spend"):
        assume(str(number) != fields["inputs"][field])
        fields["inputs"] = {**fields["inputs"], field: str(number)}
    elif field == "result":
        fields["result"] = {**fields["result"], "share": f"0.{number}"}
    else:
        fields[field] = text if field != "version" or not resealed else fields["version"]
    assume(any(fields[name] != getattr(GENUINE, name) for name in fields))
    forged = make_receipt(**fields) if resealed else GENUINE.model_copy(update=fields)
    assert flaw(forged, Sources.build([document(SPENT)]).all) is not None
    kept = judged(SPENT, SPENT, status="computed", receipt=forged).claim
    assert kept is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_templates_of_both_languages_cover_every_kind_of_value(language):
    assert set(TEMPLATES[language]) == set(VALUES)
