"""Words for inferred facets: labels, units, questions, critiques, and example requests made of real values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.catalogue.columns.headers import CJK
from chatbot.catalogue.columns.readings import Reading
from chatbot.catalogue.columns.units import CURRENCIES, money_words, unit_named, words_for
from chatbot.catalogue.columns.vocabulary import StandardFacet, singular
from chatbot.catalogue.pack import Facet, Wording, Words

_CRITIQUES = ("less", "more", "low", "high")
_GENERIC_ASKABLE = 40
"""Different values up to which a facet that nothing is known about is worth a question."""
_ASKED_COVERAGE = 0.3
_OFFERED = 30


@dataclass(frozen=True)
class NamedFacet:
    """A facet under its final name, with the reading it came from."""

    name: str
    reading: Reading
    facet: Facet


def facet_of(reading: Reading, standard: StandardFacet | None) -> Facet:
    """The facet of one reading, with the standard wording where it has a standard name and plain wording elsewhere."""
    label = dict(standard.label) if standard else _label(reading)
    cues = standard.cues if standard else {code: (text,) for code, text in label.items()}
    keys: dict[str, Any] = {"kind": reading.kind, "label": label, "multi": reading.multi, "cues": cues}
    if reading.kind == "number":
        keys |= _number_keys(reading, standard, label)
    elif reading.kind != "flag":
        keys["values"] = _synonyms(reading, standard)
    return Facet(**keys, ask=_question(reading, standard, label))


def without_repeats(facets: Iterable[NamedFacet]) -> list[NamedFacet]:
    """Critique words kept by the first facet that has them; the others say the same with their label ("less depth")."""
    taken: set[tuple[str, str]] = set()
    kept = []
    for named in facets:
        changed: dict[str, Any] = {}
        for key in _CRITIQUES:
            words: Words = getattr(named.facet, key)
            left = {code: tuple(w for w in group if (code, w) not in taken) for code, group in words.items()}
            taken |= {(code, w) for code, group in left.items() for w in group}
            if left != dict(words):
                generic = _critiques(named.facet.label).get(key, {})
                changed[key] = {code: group or generic.get(code, ()) for code, group in left.items()}
                changed[key] = {code: group for code, group in changed[key].items() if group}
        kept.append(NamedFacet(named.name, named.reading, named.facet.model_copy(update=changed)) if changed else named)
    return kept


def _label(reading: Reading) -> dict[str, str]:
    text = reading.column.label or "value"
    if reading.kind == "flag":
        text = text.removeprefix("is ").removeprefix("has ").strip() or text
    return {"en": text, "zh": text} if CJK.search(text) else {"en": text}


def _number_keys(reading: Reading, standard: StandardFacet | None, label: Mapping[str, str]) -> dict[str, Any]:
    unit, units = ("year", {}) if reading.year else _unit(reading, standard, label)
    paid = reading.numbers is not None and reading.numbers.currency is not None
    bound = standard.default_bound if standard else "max" if paid else None
    keys: dict[str, Any] = {"unit": unit, "units": units, "default_bound": bound}
    generic = _critiques(label)
    for key in ("less", "more"):
        keys[key] = (getattr(standard, key) if standard else {}) or generic[key]
    for key in ("low", "high"):
        keys[key] = getattr(standard, key) if standard else generic[key]
    return keys


def _unit(reading: Reading, standard: StandardFacet | None, label: Mapping[str, str]) -> tuple[str, dict[str, float]]:
    """The unit shown, and the words for amounts of it."""
    numbers = reading.numbers
    own = dict(standard.units) if standard else {}
    if numbers is None:
        return "", own
    if numbers.currency or (standard and "money" in standard.dims and not numbers.unit):
        sign = CURRENCIES[numbers.currency].sign if numbers.currency else ""
        return sign, money_words(numbers.currency)
    if numbers.unit is not None:
        same = standard is not None and numbers.unit.shown == standard.unit
        return numbers.unit.shown, words_for(numbers.unit) | (own if same or numbers.unit.kind == "percent" else {})
    if standard is not None and standard.prior == "quality":
        top = numbers.out_of or _scale(numbers.known)
        return (f"/{top}", {f"/{top}": 1.0, f"out of {top}": 1.0} | own) if top else ("", own)
    if standard is not None and standard.unit:
        from_table = _table_unit(standard.unit)
        return standard.unit, from_table | own
    word = numbers.word
    if word:
        plural = word if word.endswith("s") or CJK.search(word) else word + "s"
        return plural, {plural: 1.0, word: 1.0} | own
    last = label["en"].split()[-1] if label.get("en") else ""
    counted = last.endswith("s") and len(last) > 3 and not last.endswith(("ss", "us"))
    return "", own or (
        {label["en"]: 1.0, " ".join([*label["en"].split()[:-1], singular(last)]): 1.0} if counted else {}
    )


def _table_unit(shown: str) -> dict[str, float]:
    unit = unit_named(shown)
    return words_for(unit) if unit else {}


def _scale(known: Sequence[float]) -> int:
    """The scale that ratings are most likely on, 0 when they are on none of the usual ones."""
    top = max(known, default=0.0)
    if top <= 1 or min(known, default=0.0) < 0:
        return 0
    return next((scale for scale in (5, 10, 100) if top <= scale), 0)


def _synonyms(reading: Reading, standard: StandardFacet | None) -> dict[str, Words]:
    if standard is None or not standard.values:
        return {}
    return {value: standard.values[value.casefold()] for value in reading.counts if value.casefold() in standard.values}


def _question(reading: Reading, standard: StandardFacet | None, label: Mapping[str, str]) -> Wording | None:
    """How to ask for the facet; None where an answer would not help or could not be given."""
    if reading.kind == "flag" or len(reading.counts) < 2 or reading.column.coverage < _ASKED_COVERAGE:
        return None
    if standard is not None and standard.ask is not None:
        return standard.ask if reading.kind == "number" or _has_common_values(reading) else None
    if reading.kind != "category" or len(reading.counts) > _GENERIC_ASKABLE:
        return None
    return {"en": f"Which {label['en']} do you prefer?", "zh": f"您偏好哪种{label.get('zh', label['en'])}？"}


def _has_common_values(reading: Reading) -> bool:
    """Whether a few dozen values cover much of the catalogue, so that answers to tap can be offered."""
    common = sum(count for _, count in reading.counts.most_common(_OFFERED))
    return common >= _ASKED_COVERAGE * reading.column.filled


def _critiques(label: Mapping[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    name = label.get("en", "")
    words: dict[str, dict[str, tuple[str, ...]]] = {
        "less": {"en": (f"less {name}", f"lower {name}", f"fewer {name}")},
        "more": {"en": (f"more {name}", f"higher {name}")},
        "low": {"en": (f"low {name}",)},
        "high": {"en": (f"high {name}",)},
    }
    chinese = label.get("zh")
    if chinese:
        words["less"]["zh"] = (f"{chinese}低一点", f"{chinese}更低")
        words["more"]["zh"] = (f"{chinese}高一点", f"{chinese}更高")
        words["low"]["zh"], words["high"]["zh"] = (f"{chinese}低", f"低{chinese}"), (f"{chinese}高", f"高{chinese}")
    return words
