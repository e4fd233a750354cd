"""Single cells as text: what says nothing, what says yes or no, and how spellings of one value are told to be one."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal


def _set(words: str) -> frozenset[str]:
    """The words of a text; a comma joins two ("not,known")."""
    return frozenset(word.replace(",", " ") for word in words.split())


_MISSING = _set("""
    na n/a n.a. n.a #n/a #na #value! #ref! nan <na> nat null (null) none nil undefined unknown (unknown) missing
    unspecified tbd tba tbc blank (blank) empty \\n - -- --- – — _ . .. ... ? ?? ??? / \\ 0000-00-00
    not,available not,applicable not,specified not,stated not,known not,provided no,data no,info to,be,confirmed
    k.a. k.a k.,a. keine,angabe unbekannt inconnu desconocido sconosciuto desconhecido
    无 暂无 未知 不详 不明 没有 空 不適用 なし
""")
_YES = _set("yes y true t ✓ ✔ ✅ ☑ √ x ja j oui o sí si s sim da included 是 有 真 はい 예 да")
_NO = _set("no n false f ✗ ✘ ❌ ☒ × nein non não nao not,included none - 否 无 無 没有 假 不是 いいえ 아니오 нет")
BITS = frozenset(("0", "1", "0.0", "1.0"))
"""Yes and no where they may be numbers too."""
_PLACEHOLDER = re.compile(
    r"\(?(?:no|without) [\w ]{2,20}(?:listed|available|given|specified|provided)\)?", re.IGNORECASE
)
_BLANK = _set("nan null <na> #n/a n/a - --") | {""}
_JOINTS = re.compile(r"[\s\-_‐‑–]+")
_NAME_KEYS = ("name", "title", "label", "value", "text", "tag")
_LONGEST_MISSING = 40


def text_of(value: object) -> str:
    """A cell as one line of text; '' for an empty one. Whole numbers are written without their point."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _written(value)
    if isinstance(value, Mapping):
        return name_in(value)
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return ", ".join(text_of(v) for v in value)
    return " ".join(str(value).split())


def is_missing(value: object) -> bool:
    """Whether a cell says nothing: empty, or a word for it ("N/A", "-", "unknown")."""
    if isinstance(value, str):
        text = value.strip()
        return not text or (len(text) <= _LONGEST_MISSING and _stands_for_nothing(text))
    if isinstance(value, (float, Decimal)):
        return value != value  # only NaN differs from itself
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(is_missing(v) for v in value)
    return value is None or (isinstance(value, Mapping) and not value)


def is_blank(value: object) -> bool:
    """Whether a cell is empty. Unlike `is_missing`, a title "Unknown" or "None" is not."""
    return text_of(value).casefold() in _BLANK


def flag_of(value: object) -> bool | None:
    """Yes or no, in whichever usual way it is written; None for anything else."""
    if isinstance(value, bool):
        return value
    text = text_of(value).casefold()
    if text in BITS:
        return text[0] == "1"
    return True if text in _YES else False if text in _NO else None


def minutes_of(value: timedelta) -> float:
    return value.total_seconds() / 60


def name_in(value: Mapping[object, object]) -> str:
    """What a nested object is called: its name or title, else its first text."""
    for key in _NAME_KEYS:
        if isinstance(value.get(key), (str, int)):
            return text_of(value[key])
    return next((text_of(v) for v in value.values() if isinstance(v, str)), "")


def variant_key(text: str) -> str:
    """What spellings of one value have in common: case, hyphens, spaces and quotes apart."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _JOINTS.sub(" ", plain).strip(" .,;") or plain


def _stands_for_nothing(text: str) -> bool:
    return text.casefold() in _MISSING or (text[0] in "(nNwW" and _PLACEHOLDER.fullmatch(text) is not None)


def _written(number: float) -> str:
    """A float without its exponent; '' for NaN."""
    if not math.isfinite(number):
        return "" if math.isnan(number) else str(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number) if "e" not in repr(number) else f"{number:.9f}"
