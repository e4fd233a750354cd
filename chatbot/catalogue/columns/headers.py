"""Column headers made clean: the words of "PRICE (USD)", the unit it names, a snake_case key."""

import re
import unicodedata
from typing import NamedTuple

from chatbot.catalogue.columns.units import currency_named, unit_named

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_BRACKETS = re.compile(r"[(\[{（【<](.*?)[)\]}）】>]")
_IN_UNIT = re.compile(r"(?:\b(?:in|en|em|per)\s+|[/,:]\s*)(\S+)\s*$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z]{2}|I[dD]\b|[A-Z]{2})|(?<=[A-Z])(?=[A-Z][a-z]{2})")
"""Where a new word begins in "releaseYear", "itemId" and "HDDSize", but not in "mAh"."""
_SIGN = re.compile(r"[$€£¥￥₹₩₽%]")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "đ": "d", "œ": "oe"})
_NOT_A_HINT = frozenset(
    """year yr month mo day week second hour minute calorie t in go ch mi ps db won rand try ans ora""".split()  # noqa: SIM905
)
"""Words that are units, but as a word of a header say what is measured, or something else altogether."""
_NO_NAME_ALONE = frozenset(
    """name title id value amount count total average avg mean score text label min max currency unit type code url
    date year""".split()  # noqa: SIM905
)
_LONGEST_KEY = 40


class Header(NamedTuple):
    """A header, read. `words` are lower-case and plain; `hint` is the unit or currency it names, '' if none."""

    raw: str
    words: tuple[str, ...]
    hint: str
    key: str


def read_header(raw: str) -> Header:
    """The words of a header without its unit; the key is snake_case, '' when nothing readable is there.

    Of a nested field ("attributes.WiFi") only the last name counts, unless that says nothing alone ("rating.count").
    """
    text = unicodedata.normalize("NFKC", raw).replace("\u200b", "").strip()
    text = _last_name(text) if re.fullmatch(r"\w+(?:\.\w+)+", text) else text
    hint = ""
    for match in _BRACKETS.finditer(text):
        hint = hint or _hint(match.group(1))
    text = _BRACKETS.sub(" ", text) if hint or _BRACKETS.sub("", text).strip() else text
    tail = _IN_UNIT.search(text)
    if tail and (named := _hint(tail.group(1))):
        hint, text = hint or ("" if _is_rate(named, tail.group()) else named), text[: tail.start()]
    sign = _SIGN.search(text)
    if sign:
        hint, text = hint or sign.group(), _SIGN.sub(" ", text)
    words = words_of(text)
    if not hint:
        words, hint = _without_unit(words, "_" in text)
    return Header(raw, words, hint, "_".join(words)[:_LONGEST_KEY].strip("_"))


def words_of(text: str) -> tuple[str, ...]:
    """Plain lower-case words of a text: camelCase split, accents and punctuation away."""
    spaced = _CAMEL.sub(" ", text)
    plain = unicodedata.normalize("NFKD", spaced.translate(_LETTERS)).casefold()
    kept = unicodedata.normalize("NFC", "".join(c for c in plain if not _is_accent(c)))
    return tuple(re.findall(r"[^\W_]+", kept))


def label_of(header: Header) -> str:
    """The header as one writes it in a sentence: its words as they were written, lower-case."""
    text = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", header.raw))
    spaced = _CAMEL.sub(" ", text)
    label = re.sub(r"[\W_]+", " ", spaced).strip().lower()
    plain = " ".join(header.words)
    return label if len(words_of(label)) == len(header.words) else plain


def _last_name(path: str) -> str:
    *parents, last = path.split(".")
    return f"{parents[-1]} {last}" if last.casefold() in _NO_NAME_ALONE else last


def _is_accent(c: str) -> bool:
    return "\u0300" <= c <= "\u036f"


def _is_rate(unit: str, tail: str) -> bool:
    """Whether "/year" or "per day" says how often, not in what."""
    known = unit_named(unit)
    return known is not None and known.kind == "time" and tail.strip().casefold().startswith(("/", "per"))


def _hint(text: str) -> str:
    """The unit or currency in a bracket such as "USD", "in kg" or "€ / night"; '' if there is none."""
    for part in [text, *re.split(r"[\s/,;]+", text)]:
        if currency_named(part) or unit_named(part):
            return part.strip()
    return ""


def _without_unit(words: tuple[str, ...], joined: bool) -> tuple[tuple[str, ...], str]:
    """Takes "kg" off the end of ("weight", "kg"); a unit elsewhere is a hint that stays in the name ("km driven")."""
    if len(words) > 1:
        last = words[-1]
        short = len(last) == 1
        if last not in _NOT_A_HINT and (joined or not short) and (currency_named(last) or unit_named(last)):
            return words[:-1], last
        if len(words[0]) == 3 and words[0] not in _NOT_A_HINT and currency_named(words[0]):
            return words[1:], words[0]
    for word in words:
        if len(word) > 1 and word not in _NOT_A_HINT and unit_named(word):
            return words, word
    return words, ""
