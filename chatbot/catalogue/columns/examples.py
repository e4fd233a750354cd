"""Example requests for a catalogue, made of values that it really has."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from statistics import median

from chatbot.catalogue.columns.units import CURRENCIES
from chatbot.catalogue.columns.vocabulary import Vocabulary
from chatbot.catalogue.columns.wording import NamedFacet

_BEFORE = frozenset(("$", "£", "¥", "₹", "₩", "HK$", "NT$", "S$", "R$"))
_SIGNS = frozenset(c.sign for c in CURRENCIES.values())
_MOST = 3
_LAST = ("rating", "language", "age_rating", "discount", "stock")
"""Standard facets that people rarely begin with."""


def examples_of(
    facets: Sequence[NamedFacet], main: str | None, vocabulary: Vocabulary
) -> Mapping[str, tuple[str, ...]]:
    """Up to three requests in English and as many in Chinese; none when nothing can be asked for."""
    pairs = list(islice(_requests(facets, main, vocabulary), _MOST))
    return {"en": tuple(en for en, _ in pairs), "zh": tuple(zh for _, zh in pairs)} if pairs else {}


def _requests(facets: Sequence[NamedFacet], main: str | None, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    kinds = [
        f for f in facets if f.facet.kind == "category" and len(f.reading.counts) > 1 and not _is_name(f, vocabulary)
    ]
    kinds.sort(key=lambda f: (f.name in _LAST, f.name != main, _card(f, vocabulary)))
    names = [f for f in facets if f.reading.standard == f.name and _is_name(f, vocabulary)]
    money = next((f for f in facets if f.facet.unit in _SIGNS and f.facet.default_bound == "max"), None)
    if kinds:
        yield _kind_request(kinds[0], money)
    elif money:
        yield f"Something under {_amount(money)}", f"{_amount(money)}以内的有哪些？"
    if names:
        value = _common(names[0])
        cue = next(iter(names[0].facet.cues.get("en", ())), "by")
        yield f"Anything {cue} {value}?", f"有和{value}有关的吗？"
    numbers = [f for f in facets if f is not money and (f.facet.unit == "year" or f.facet.default_bound)]
    numbers.sort(key=lambda f: (f.name in _LAST, f.facet.unit != "year"))
    if numbers:
        yield _bound_request(numbers[0])
    for other in kinds[1:2]:
        yield (
            f"What do you have with {_label(other, 'en')} {_common(other)}?",
            f"{_label(other, 'zh')}为{_common(other)}的有哪些？",
        )


def _kind_request(named: NamedFacet, money: NamedFacet | None) -> tuple[str, str]:
    value = _common(named)
    if money is None:
        return f"I'm looking for {value}", f"想找{value}"
    return f"I'm looking for {value}, under {_amount(money)}", f"想找{value}，{_amount(money)}以内"


def _is_name(named: NamedFacet, vocabulary: Vocabulary) -> bool:
    standard = vocabulary.facets.get(named.reading.standard or "")
    return named.facet.kind == "entity" or (standard is not None and standard.kind == "entity")


def _card(named: NamedFacet, vocabulary: Vocabulary) -> int:
    standard = vocabulary.facets.get(named.reading.standard or "")
    return (standard.card or 20) if standard is not None else 30


def _common(named: NamedFacet) -> str:
    return named.reading.counts.most_common(1)[0][0]


def _label(named: NamedFacet, language: str) -> str:
    return named.facet.name(language, named.name)


def _amount(named: NamedFacet) -> str:
    """A round amount near the middle of the prices, as one writes it."""
    numbers = named.reading.numbers
    middle = median(numbers.known) if numbers is not None and numbers.known else 0.0
    step = 10 ** max(0, len(str(int(middle))) - 1)
    amount = f"{max(step, round(middle / step) * step):d}"
    return f"{named.facet.unit}{amount}" if named.facet.unit in _BEFORE else f"{amount} {named.facet.unit}"


def _bound_request(named: NamedFacet) -> tuple[str, str]:
    known = [float(v) for v in named.reading.values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    middle = median(known)
    bound = f"{middle:.0f}" if middle >= 10 else f"{math.floor(2 * middle) / 2 or middle:g}"
    if named.facet.unit == "year":
        return f"Something after {bound}", f"{bound}年以后的有哪些？"
    bound += "" if named.facet.unit.startswith("/") or not named.facet.unit else f" {named.facet.unit}"
    label, chinese = _label(named, "en"), _label(named, "zh")
    if named.facet.default_bound == "max":
        return f"With a {label} of at most {bound}", f"{chinese}不超过{bound}的有哪些？"
    return f"With a {label} of at least {bound}", f"{chinese}至少{bound}的有哪些？"
