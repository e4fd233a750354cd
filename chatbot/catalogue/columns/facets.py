"""Names for the facets that were found: the standard name for the surest column of each kind, its own for any other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.headers import label_of, read_header
from chatbot.catalogue.columns.notes import FIELDS, ColumnNote
from chatbot.catalogue.columns.readings import Reading
from chatbot.catalogue.columns.roles import Roles
from chatbot.catalogue.columns.vocabulary import GUESSED, StandardFacet, Vocabulary
from chatbot.catalogue.columns.wording import NamedFacet, facet_of, without_repeats

_MOST = 60
"""Facets that a pack gets at most: the best filled ones."""
_NOT_IN_HEADER = 9000
"""Rank of a meaning that the header does not give."""
_RESERVED = frozenset((*FIELDS, "item", "wish", "text"))


def name_facets(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[NamedFacet]:
    """Facets under unique names, in the order of their columns."""
    readings = _with_price(readings, vocabulary)
    claims = _claims(readings, vocabulary)
    chosen = sorted(readings, key=lambda r: (id(r) not in claims, -r.column.coverage))[:_MOST]
    taken = set(claims.values()) | _RESERVED
    named = []
    for reading in (r for r in readings if any(r is c for c in chosen)):
        if id(reading) in claims:
            named.append(
                NamedFacet(claims[id(reading)], reading, facet_of(reading, vocabulary.facets[claims[id(reading)]]))
            )
            continue
        if _says_nothing_new(reading, readings, claims):
            continue
        name = _own_name(reading, taken)
        taken.add(name)
        named.append(NamedFacet(name, reading, facet_of(reading, _lent(reading, vocabulary))))
    return _in_order(named, vocabulary)


def notes_on(
    columns: Sequence[Column], roles: Roles, readings: Mapping[int, Reading], facets: Sequence[NamedFacet]
) -> tuple[ColumnNote, ...]:
    """What became of each column, in the file's order."""
    return tuple(_note(n, column, roles, readings, facets) for n, column in enumerate(columns))


def _with_price(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[Reading]:
    """Where nothing is called a price, the one column of money is the price, whatever its header."""
    price = next((name for name, facet in vocabulary.facets.items() if "money" in facet.dims), None)
    money = [r for r in readings if r.numbers is not None and r.numbers.currency]
    if price is None or len(money) != 1 or money[0].standard is not None or any(r.standard == price for r in readings):
        return list(readings)
    return [replace(r, standard=price) if r is money[0] else r for r in readings]


def _claims(readings: Sequence[Reading], vocabulary: Vocabulary) -> dict[int, str]:
    """Which reading gets which standard name: the one whose header says it best, then the best filled one."""
    ranked = sorted((r for r in readings if r.standard), key=lambda r: (_rank(r), -r.column.coverage))
    claims: dict[int, str] = {}
    for reading in ranked:
        if reading.standard not in claims.values():
            claims[id(reading)] = str(reading.standard)
    return claims


def _rank(reading: Reading) -> int:
    return next((m.rank for m in reading.column.meanings if m.name == reading.standard), _NOT_IN_HEADER)


def _says_nothing_new(reading: Reading, readings: Sequence[Reading], claims: Mapping[int, str]) -> bool:
    """Whether a second column of the same meaning repeats the first: the same values, or the year of the same date."""
    first = next((r for r in readings if claims.get(id(r)) == reading.standard and reading.standard), None)
    if first is None or first.kind != reading.kind:
        return False
    pairs = [(a, b) for a, b in zip(first.values, reading.values, strict=True) if a is not None and b is not None]
    return bool(pairs) and sum(1 for a, b in pairs if a == b) >= 0.9 * len(pairs)


def _own_name(reading: Reading, taken: set[str]) -> str:
    header = reading.column.header
    base = header.key or "_".join(read_header(header.raw).words) or "column"
    if reading.kind == "flag":
        base = base.removeprefix("is_").removeprefix("has_") or base
    if reading.year and not base.endswith("year"):
        base = base.removesuffix("_date") + "_year"
    hint = "_".join(read_header(f"x {header.hint.lower()}").words[1:]) if header.hint else ""
    options = [base, f"{base}_{hint}" if hint else base, *(f"{base}_{n}" for n in range(2, 1000))]
    return next(option for option in options if option not in taken)


def _lent(reading: Reading, vocabulary: Vocabulary) -> StandardFacet | None:
    """A second price or rating reads like the first, but under its own label and without its critiques."""
    standard = vocabulary.facets.get(reading.standard or "")
    if standard is None:
        return None
    label = {"en": label_of(reading.column.header) or standard.label["en"]}
    plain = {
        "label": label,
        "ask": None,
        "cues": {"en": (label["en"],)},
        "prior": None,
        "less": {},
        "more": {},
        "low": {},
        "high": {},
    }
    return standard.model_copy(update=plain)


def _in_order(named: Sequence[NamedFacet], vocabulary: Vocabulary) -> list[NamedFacet]:
    """Critique words go to the facet that the vocabulary knows best; the columns' order stays."""
    order = {name: n for n, name in enumerate(vocabulary.facets)}
    settled = {f.name: f for f in without_repeats(sorted(named, key=lambda f: order.get(f.name, len(order))))}
    return [settled[f.name] for f in named]


def _note(
    n: int, column: Column, roles: Roles, readings: Mapping[int, Reading], facets: Sequence[NamedFacet]
) -> ColumnNote:
    header = column.header.raw or "(no header)"
    if n in roles.dropped:
        return ColumnNote(column=header, role="unused", why=roles.dropped[n])
    parts = {
        "title": (roles.title,),
        "id": (roles.id,),
        "summary": (roles.summary,),
        "link": (roles.link,),
        "alias": roles.aliases,
        "text": roles.texts,
    }
    for role, members in parts.items():
        if any(column is member for member in members):
            return ColumnNote(
                column=header,
                role=role,
                type="text",
                why=_why_role(role, column, roles),
                filled=round(column.coverage, 3),
            )
    reading = readings[n]
    facet = next((f for f in facets if f.reading.column is column), None)
    if facet is None:
        why = reading.why if not reading.is_facet else "says the same as another column"
        return ColumnNote(
            column=header,
            role="text" if reading.kind == "text" else "unused",
            why=why,
            filled=round(column.coverage, 3),
        )
    several, unit = " (several)" if facet.facet.multi else "", f" in {facet.facet.unit}" if facet.facet.unit else ""
    kind = f"{facet.facet.kind}{several}{unit}"
    guessed = (
        "; name guessed from part of the header" if facet.name == reading.standard and _rank(reading) >= GUESSED else ""
    )
    return ColumnNote(
        column=header,
        role=f"facet {facet.name}",
        type=kind,
        why=reading.why + guessed,
        facet=facet.name,
        filled=round(column.coverage, 3),
    )


def _why_role(role: str, column: Column, roles: Roles) -> str:
    if role == "title" and roles.guessed_title:
        return "no column is called a title; this short text tells the items apart best"
    if role == "id":
        return f"{len(column.counts)} different values"
    return (
        f"by its header, about {column.mean_words:.0f} words each"
        if column.header.words
        else f"about {column.mean_words:.0f} words each"
    )
