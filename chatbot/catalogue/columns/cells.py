"""Single cells: missing ones, flags, dates, lists written as text, and prose without its markup."""

import ast
import html
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

MISSING = frozenset(
    [
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "#n/a",
        "#na",
        "#value!",
        "#ref!",
        "nan",
        "<na>",
        "nat",
        "null",
        "(null)",
        "none",
        "nil",
        "undefined",
        "-",
        "--",
        "---",
        "–",
        "—",
        "_",
        ".",
        "..",
        "...",
        "?",
        "??",
        "???",
        "unknown",
        "(unknown)",
        "missing",
        "unspecified",
        "tbd",
        "tba",
        "tbc",
        "blank",
        "(blank)",
        "empty",
        "\\n",
        "k.a.",
        "k.a",
        "unbekannt",
        "inconnu",
        "desconocido",
        "sconosciuto",
        "desconhecido",
        "无",
        "暂无",
        "未知",
        "不详",
        "不明",
        "没有",
        "空",
        "不適用",
        "なし",
        "不明",
        "/",
        "\\",
        "0000-00-00",
    ]
) | {
    "not available",
    "not applicable",
    "not specified",
    "not stated",
    "not known",
    "no data",
    "not provided",
    "keine angabe",
    "k. a.",
    "no info",
    "to be confirmed",
}
_PLACEHOLDER = re.compile(
    r"\(?(?:no|without) [\w ]{2,20}(?:listed|available|given|specified|provided)\)?", re.IGNORECASE
)
_YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "✓",
        "✔",
        "✅",
        "☑",
        "√",
        "x",
        "ja",
        "j",
        "oui",
        "o",
        "sí",
        "si",
        "s",
        "sim",
        "是",
        "有",
        "真",
        "はい",
        "예",
        "да",
        "on",
        "included",
    ]
)
_NO = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "✗",
        "✘",
        "❌",
        "☒",
        "×",
        "nein",
        "non",
        "não",
        "nao",
        "否",
        "无",
        "無",
        "没有",
        "假",
        "不是",
        "いいえ",
        "아니오",
        "нет",
        "off",
        "none",
        "-",
        "not_included",
    ]
)
_ISO_DATE = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d.*)?|-(\d{2})|年(?:(\d{1,2})月)?(?:\d{1,2}日)?.{0,8})"
)
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})(?: .*)?")
_MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|fév|fev|avr|aoû|abr|ago|dic|gen|mag|giu|lug|set|ott)[^\W\d]*\.?"
_WORDED = re.compile(
    rf"(?:\w{{3,9}},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?,?\s+(?:de\s+)?(\d{{4}})(?: .*)?",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.*?-->", re.DOTALL)
_LIST_ENDS = {"[": "]", "{": "}", "(": ")"}
_NAME_KEYS = ("name", "title", "label", "value", "text", "tag")
_LONGEST_LIST = 20_000
_LONGEST_MISSING = 40
LONGEST_PROSE = 4_000
"""Characters kept of a description."""


def text_of(value: object) -> str:
    """A cell as one line of text; '' for an empty one. Whole numbers are written without their point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else repr(value)
            if "e" not in repr(value)
            else f"{value:.9f}"
        )
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


def _stands_for_nothing(text: str) -> bool:
    return text.casefold() in MISSING or (text[0] in "(nNwW" and _PLACEHOLDER.fullmatch(text) is not None)


def is_blank(value: object) -> bool:
    """Whether a cell is empty. Unlike `is_missing`, a title "Unknown" or "None" is not."""
    return text_of(value).casefold() in ("", "nan", "null", "<na>", "#n/a", "n/a", "-", "--")


def flag_of(value: object) -> bool | None:
    """Yes or no, in whichever usual way it is written; None for anything else."""
    if isinstance(value, bool):
        return value
    text = text_of(value).casefold()
    if text in ("1", "0"):
        return text == "1"
    return True if text in _YES else False if text in _NO else None


def year_of(value: object) -> int | None:
    """The year of a date (ISO, day or month first, "Oct 21, 2008", "2019年5月1日"); None when it is not a date."""
    if isinstance(value, date):
        return value.year
    text = text_of(value)
    if not 5 <= len(text) <= 40:
        return None
    iso = _ISO_DATE.fullmatch(text)
    if iso:
        month = int(iso.group(3) or iso.group(5) or iso.group(6) or 1)
        return int(iso.group(1)) if 1 <= month <= 12 and 1000 <= int(iso.group(1)) <= 2200 else None
    found = _DAY_FIRST.fullmatch(text) or _WORDED.fullmatch(text)
    if found is None:
        return None
    year = int(found.group(1))
    if year < 100:
        year += 2000 if year <= date.today().year % 100 + 5 else 1900
    return year if 1000 <= year <= 2200 else None


def minutes_of(value: timedelta) -> float:
    return value.total_seconds() / 60


def list_in(value: object) -> tuple[str, ...] | None:
    """The parts of a list, or of one written as text: JSON, Python, R's c("a", "b") or {a,b}; None for anything else."""
    if isinstance(value, str):
        return _written_list(value)
    if isinstance(value, Mapping):
        return (name_in(value),)
    if isinstance(value, (list, tuple, set, frozenset)):
        values = sorted(map(text_of, value)) if isinstance(value, (set, frozenset)) else [text_of(v) for v in value]
        return tuple(v for v in values if v and not is_missing(v))
    return None


def name_in(value: Mapping[object, object]) -> str:
    """What a nested object is called: its name or title, else its first text."""
    for key in _NAME_KEYS:
        if isinstance(value.get(key), (str, int)):
            return text_of(value[key])
    return next((text_of(v) for v in value.values() if isinstance(v, str)), "")


def prose_of(value: object) -> str:
    """A description as plain text: no tags, entities resolved, at most LONGEST_PROSE characters, cut at a word."""
    if value is None:
        return ""
    parts = list_in(value) if not isinstance(value, str) or value[:1] in "[{c" else None
    text = " ".join(parts) if parts else text_of(value)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    text = " ".join(_INVISIBLE.sub("", text).split())
    return text if len(text) <= LONGEST_PROSE else text[:LONGEST_PROSE].rsplit(" ", 1)[0] + "…"


def variant_key(text: str) -> str:
    """What spellings of one value have in common: case, hyphens, spaces and quotes apart."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.sub(r"[\s\-_‐‑–]+", " ", plain).strip(" .,;") or plain


def _written_list(text: str) -> tuple[str, ...] | None:
    text = text.strip()
    if text[:2] == "c(" and text[-1:] == ")" and '"' in text:
        return tuple(part.strip() for part in re.findall(r'"((?:[^"\\]|\\.)*)"', text) if part.strip())
    if len(text) < 2 or len(text) > _LONGEST_LIST or _LIST_ENDS.get(text[0]) != text[-1] or text[0] == "(":
        return None
    value = _literal(text)
    if isinstance(value, (list, tuple, set)):
        return list_in(value)
    if isinstance(value, Mapping):
        return tuple(k for k, v in value.items() if v is True) or (name_in(value),)
    inner = text[1:-1].strip()
    if not inner or re.search(r"[\[\]{}]", inner):
        return () if not inner else None
    if text[0] == "[" and re.fullmatch(r"'[^']*'(?:\s+'[^']*')+", inner):  # numpy writes no commas
        return tuple(re.findall(r"'([^']*)'", inner))
    return tuple(part for raw in inner.split(",") if (part := raw.strip().strip("'\"").strip()))


def _literal(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
