"""Messages as clean text, words with their places, and the language they are in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.script import simplified
from chatbot.errors import InputError

MAX_CHARACTERS = 4000
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CJK = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[{_CJK}]+|(?:[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*)|[$€£¥＄￥&+~<>≤≥#%\"“”«»《》]")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(
    r"\b(?:a|an|the|is|are|was|do|does|can|i|me|my|we|you|it|this|that|what|which|how|who|any|some|about|tell|show|find"
    r"|want|need|than|like|have|good|please)\b"
)
"""Words that make a message English, whatever else is in it; not capitalised, as those of titles are."""


class Placed(Protocol):
    """Something found in a message, with where it stands."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Word(NamedTuple):
    """One word with its place in the message; `key` is how it is compared."""

    start: int
    end: int
    text: str
    key: str


def clean(message: object) -> str:
    """The message fit to be read: text, no control characters, at most MAX_CHARACTERS.

    Raises InputError when nothing readable is left.
    """
    if not isinstance(message, str):
        raise InputError(f"A message must be text, this is {type(message).__name__}.")
    text = "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in message[: 2 * MAX_CHARACTERS]
    )
    text = undotted(re.sub(r"\s+", " ", text).strip()[:MAX_CHARACTERS])
    if not text:
        raise InputError("The message is empty. Say what you are looking for, in your own words.")
    return text


def undotted(text: str) -> str:
    """The text with initials as one word ("ET" for "E.T."): their dots end no sentence."""
    return _INITIALS.sub(lambda m: m.group().replace(".", ""), text)


def has_words(name: str, words: str) -> bool:
    """Whether a name has all of the words, in whatever number."""
    if CJK.search(words):
        return words in simplified(name)
    own = key_of(name).split()
    return all(word in own or number_forms(word) & {*own} for word in key_of(words).split())


def is_shortened(message: str) -> bool:
    """Whether `clean` leaves out the end of a message."""
    return len(message) > 2 * MAX_CHARACTERS or len(" ".join(message.split())) > MAX_CHARACTERS


@lru_cache(maxsize=65536)
def key_of(text: str) -> str:
    """How a phrase is compared: case, accents and punctuation away, "&" as "and", single spaces, 電 as 电."""
    plain = unicodedata.normalize("NFKD", simplified(text).replace("&", " and ").replace("’", "'")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_+", " ", plain.replace("'", "")).split())


def words_of(text: str) -> list[Word]:
    """The words of a message in order; a run of CJK characters is one word here (linking looks inside it)."""
    return [Word(m.start(), m.end(), m.group(), key_of(m.group()) or m.group()) for m in _WORD.finditer(text)]


def span_of(text: str, words: str) -> tuple[int, int] | None:
    """Where words stand in a text, as words of their own if they do."""
    edges = re.search(rf"(?<![a-z]){re.escape(words)}(?![a-z])", text, re.IGNORECASE) if words else None
    start = edges.start() if edges else text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


def spans_of(found: Iterable[Placed]) -> list[tuple[int, int]]:
    """Where each of these stands."""
    return [(each.start, each.end) for each in found]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text, as long as it was, with blanks in place of what stands there."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def masked(text: str, start: int, end: int) -> str:
    """The text with "#" in the place of what stands there, as the language's patterns have it."""
    return f"{text[:start]}#{text[end:]}"


def overlaps(found: Placed, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether it shares a character with one of the spans."""
    return any(start < found.end and found.start < end for start, end in spans)


def language_of(text: str, default: str = "en") -> str:
    """`zh` when a fifth of the letters are CJK or no word beside them is English, `en` when there are other letters,
    else the default.
    """
    letters = _LETTER.findall(text)
    if not letters:
        return default
    chinese = len(CJK.findall(text))
    # Of "Orbita Pulse 4 和 Fjell Pace 哪个好" the Latin words are names.
    return "zh" if chinese and (chinese * 5 >= len(letters) or not _ENGLISH.search(text)) else "en"
