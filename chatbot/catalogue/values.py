"""Reads single fields of a row into catalogue values; what cannot be used raises UnusableValueError with the remedy."""

import math
import re
import unicodedata
from urllib.parse import urlsplit

TITLE_LIMIT = 300
VALUE_LIMIT = 200
TEXT_LIMIT = 4000
LINK_LIMIT = 2000

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
# Control characters that are not white space, lone surrogates, byte-order marks, non-characters, and the direction
# overrides with which one text can be made to look like another.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_EXACT_INTEGERS = 2**53


class UnusableValueError(ValueError):
    """A field that cannot be used; the message is the remedy."""


def clean(text: str) -> str:
    """The text in composed form (NFC), without invisible characters, white space collapsed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most texts are like this, and it is ten times as fast
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def is_missing(raw: object) -> bool:
    """Whether a field says nothing: null, an empty text or an empty list."""
    return raw is None or (isinstance(raw, str) and not clean(raw)) or (isinstance(raw, list | tuple | set) and not raw)


def read_words(raw: object, limit: int) -> str:
    """A text, or a number written out. Raises UnusableValueError for anything else and for over `limit` characters."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = str(read_number(raw))
    if not isinstance(raw, str):
        raise UnusableValueError(f"is {_kind(raw)}; write it as text.")
    words = clean(raw)
    if not words:
        raise UnusableValueError("is empty; fill it in or leave it out.")
    if len(words) > limit:
        raise UnusableValueError(f"has {len(words)} characters; shorten it to {limit} or fewer.")
    return words


def read_number(raw: object) -> int | float:
    """A finite number, or a text that is one; whole numbers become int (2010.0 is 2010)."""
    if isinstance(raw, str) and _NUMBER.fullmatch(raw.strip()):
        raw = float(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise UnusableValueError(f"is {_kind(raw)}, not a number; write digits only, such as 79.5.")
    try:
        number = float(raw)
    except OverflowError as error:
        raise UnusableValueError("is too large a number; correct it or leave it out.") from error
    if not math.isfinite(number):
        raise UnusableValueError("is not a finite number; correct it or leave it out.")
    return int(number) if number.is_integer() and abs(number) < _EXACT_INTEGERS else number


def read_flag(raw: object) -> bool:
    """A yes or no, as a truth value or as one of the words true, false, yes, no."""
    word = str(raw).strip().lower() if isinstance(raw, str | int) else ""
    if word not in _TRUE | _FALSE:
        raise UnusableValueError("is neither yes nor no; write true or false.")
    return word in _TRUE


def read_link(raw: object) -> str:
    """An absolute http or https address."""
    link = read_words(raw, LINK_LIMIT)
    try:
        parts = urlsplit(link)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
    except ValueError:
        usable = False
    if not usable:
        raise UnusableValueError("is not a web address; start it with http:// or https://.")
    return link


def shorten(raw: object, limit: int = 60) -> str:
    """A value as it is quoted in a report."""
    # Only so much is cleaned as can be shown: the value may be a whole broken file.
    text = clean((raw if isinstance(raw, str) else repr(raw))[: 4 * limit])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _kind(raw: object) -> str:
    names = {
        bool: "a truth value",
        str: "a text",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(raw), f"a {type(raw).__name__}")
