"""Words for inferred facets: labels, units, questions, critiques, and example requests made of real values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from chatbot.catalogue.columns.headers import CJK, words_of
from chatbot.catalogue.columns.readings import Reading
from chatbot.catalogue.columns.units import CURRENCIES, money_words, words_for
from chatbot.catalogue.columns.vocabulary import StandardFacet, Vocabulary, singular
from chatbot.catalogue.pack import Facet, Wording, Words

_CRITIQUES = ("less", "more", "low", "high")
_ASKABLE = 200
"""Different values up to which a standard facet is worth a question."""
_GENERIC_ASKABLE = 40
_NOT_A_NAME = frozenset(
    ["list", "catalog", "catalogue", "catalogues", "data", "dataset", "items", "item", "export", "exports", "sample", "samples", "test", "tests", "final", "full", "clean", "cleaned", "new", "old", "my", "our", "all", "the", "of", "v1", "v2", "v3", "main", "db", "table", "sheet", "sheet1", "copy", "info", "details", "csv", "json", "jsonl", "raw", "inventory", "database", "demo", "small", "big", "large"]
)


@dataclass(frozen=True)
class NamedFacet:
    """A facet under its final name, with the reading it came from."""

    name: str
    reading: Reading
    facet: Facet


def facet_of(reading: Reading, standard: StandardFacet | None) -> Facet:
    """The facet of one reading, with the standard wording where it has a standard name and plain wording elsewhere."""
    label = dict(standard.label) if standard else _label(reading)
    keys: dict[str, Any] = {"kind": reading.kind, "label": label, "multi": reading.multi}
    if reading.kind == "number":
        keys |= _number_keys(reading, standard, label)
    elif reading.kind == "flag":
        keys["cues"] = standard.cues if standard else {code: (text,) for code, text in label.items()}
    else:
        keys["cues"] = standard.cues if standard else {code: (text,) for code, text in label.items()}
        keys["values"] = _synonyms(reading, standard)
    ask = _question(reading, standard, label)
    return Facet(**keys, **({"ask": ask} if ask else {}))


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


def noun_of(name: str, vocabulary: Vocabulary, header_words: Iterable[str] = ()) -> tuple[Words, str]:
    """What the items are called, guessed from the catalogue's name ("used_cars" are used cars), and the bare singular."""
    words = [w for w in words_of(name) if w not in _NOT_A_NAME and not w.isdigit()]
    known = next((w for w in reversed(words) if singular(w) in vocabulary.nouns or w in vocabulary.nouns), None)
    if known is not None:
        key = known if known in vocabulary.nouns else singular(known)
        return vocabulary.nouns[key], key
    last = words[-1] if words else ""
    single = singular(last)
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3
    if CJK.search(last):
        return {"en": ("item", "items"), "zh": (last,)}, last
    if not plural and last not in set(header_words):
        return vocabulary.nouns["item"], "item"
    phrase = " ".join([*words[:-1], ""])[-40:]
    return {"en": (phrase + single, phrase + (last if plural else last + "s")), "zh": ("选项",)}, single


def examples_of(facets: Sequence[NamedFacet], main: str | None) -> Mapping[str, tuple[str, ...]]:
    """Two or three requests in English and Chinese, made of values the catalogue really has."""
    kinds = [f for f in facets if f.facet.kind == "category" and len(f.reading.counts) > 1]
    kinds.sort(key=lambda f: (f.name != main, not f.facet.card))
    names = [f for f in facets if f.facet.kind == "entity"]
    money = next((f for f in facets if f.facet.kind == "number" and f.facet.unit and f.facet.unit in _signs()), None)
    others = [
        f
        for f in facets
        if f.facet.kind == "number" and f is not money and (f.facet.unit == "year" or f.facet.default_bound)
    ]
    en, zh = [], []
    if kinds:
        value = _common(kinds[0].reading.counts)
        bound = _amount(money) if money else ""
        en.append(f"I'm looking for {value}" + (f", under {bound}" if money else ""))
        zh.append(f"想找{value}" + (f"，{bound}以内" if money else ""))
    elif money:
        en.append(f"Something under {_amount(money)}")
        zh.append(f"{_amount(money)}以内的有哪些？")
    second = kinds[1] if len(kinds) > 1 else None
    if names:
        value, cue = _common(names[0].reading.counts), next(iter(names[0].facet.cues.get("en", ())), "with")
        en.append(f"Anything {cue} {value}?")
        zh.append(f"有和{value}有关的吗？")
    elif second is not None:
        value = _common(second.reading.counts)
        en.append(f"What do you have in {value}?")
        zh.append(f"{value}的有哪些？")
    if others:
        text = _bound_phrase(others[0])
        en.append(text[0])
        zh.append(text[1])
    return {"en": tuple(en[:3]), "zh": tuple(zh[:3])} if en else {}


def _label(reading: Reading) -> dict[str, str]:
    text = reading.column.label or "value"
    if reading.kind == "flag":
        text = text.removeprefix("is ").removeprefix("has ").strip() or text
    return {"en": text, "zh": text} if CJK.search(text) else {"en": text}


def _number_keys(reading: Reading, standard: StandardFacet | None, label: Mapping[str, str]) -> dict[str, Any]:
    if reading.year:
        keys: dict[str, Any] = {"unit": "year"}
    else:
        unit, units = _unit(reading, standard, label)
        keys = {"unit": unit, "units": units}
    if standard is not None:
        keys |= {"cues": standard.cues, "default_bound": standard.default_bound}
    elif reading.numbers is not None and reading.numbers.currency:
        keys["default_bound"] = "max"
    generic = _critiques(label)
    return keys | {
        key: (standard and getattr(standard, key)) or ({} if key in ("low", "high") and standard else generic[key])
        for key in _CRITIQUES
    }


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
    from chatbot.catalogue.columns.units import unit_named

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
    if reading.kind == "flag" or len(reading.counts) < 2 or reading.column.coverage < 0.3:
        return None
    if (
        standard is not None
        and standard.ask is not None
        and (reading.kind == "number" or len(reading.counts) <= _ASKABLE)
    ):
        return standard.ask
    if reading.kind != "category" or len(reading.counts) > _GENERIC_ASKABLE or CJK.search(label["en"]):
        return (
            {"zh": f"您偏好哪种{label['zh']}？", "en": f"Which {label['en']} do you prefer?"}
            if reading.kind == "category" and "zh" in label and len(reading.counts) <= _GENERIC_ASKABLE
            else None
        )
    return {"en": f"Which {label['en']} do you prefer?", "zh": f"您偏好哪种{label.get('zh', label['en'])}？"}


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


def _signs() -> frozenset[str]:
    return frozenset(c.sign for c in CURRENCIES.values())


def _common(counts: Counter[str]) -> str:
    return counts.most_common(1)[0][0]


def _amount(named: NamedFacet) -> str:
    """A round amount near the middle of the prices, as one writes it."""
    numbers = named.reading.numbers
    middle = median(numbers.known) if numbers and numbers.known else 0.0
    digits = max(0, len(str(int(middle))) - 1)
    step = 10**digits if digits else 1
    amount = f"{max(step, round(middle / step) * step):g}" if middle < 1e6 else f"{middle:.0f}"
    unit = named.facet.unit
    return f"{unit}{amount}" if unit in ("$", "£", "¥", "₹", "HK$", "NT$", "S$", "R$", "₩") else f"{amount} {unit}"


def _bound_phrase(named: NamedFacet) -> tuple[str, str]:
    known = [float(v) for v in named.reading.values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    middle = f"{median(known):.0f}" if max(known) > 10 else f"{median(known):g}"
    if named.facet.unit == "year":
        return f"Something after {middle}", f"{middle}年以后的有哪些？"
    unit = "" if named.facet.unit.startswith("/") else f" {named.facet.unit}".rstrip()
    label, chinese = named.facet.name("en", named.name), named.facet.name("zh", named.name)
    if named.facet.default_bound == "max":
        return f"{label} of at most {middle}{unit}".capitalize(), f"{chinese}不超过{middle}{unit}的有哪些？"
    return f"{label} of at least {middle}{unit}".capitalize(), f"{chinese}至少{middle}{unit}的有哪些？"
