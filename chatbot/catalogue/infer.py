"""Proposes a domain pack for a catalogue that nobody described: what its columns are, and its rows made uniform."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chatbot.catalogue.columns.column import Column, read_columns
from chatbot.catalogue.columns.examples import examples_of
from chatbot.catalogue.columns.facets import name_facets, notes_on
from chatbot.catalogue.columns.headers import read_header
from chatbot.catalogue.columns.notes import FIELDS, ColumnNote
from chatbot.catalogue.columns.nouns import Noun, first_noun, noun_words
from chatbot.catalogue.columns.readings import Reading, read_column
from chatbot.catalogue.columns.roles import Roles, find_roles
from chatbot.catalogue.columns.titles import Titles, read_titles
from chatbot.catalogue.columns.vocabulary import Vocabulary, read_vocabulary
from chatbot.catalogue.columns.wording import NamedFacet
from chatbot.catalogue.items import RowProblem
from chatbot.catalogue.pack import Pack, Prior
from chatbot.catalogue.rows import Rows
from chatbot.catalogue.uniform import UniformItems, exceptions_of, named_texts, uniform_items

_CARDS = 5
_TEXT_FACETS = ("category", "entity", "flag")
_MAIN_VALUES = 60

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Proposal:
    """A pack for a catalogue, its items as the pack expects them, and what was found out on the way."""

    pack: Pack
    items: tuple[Mapping[str, object], ...]
    notes: tuple[ColumnNote, ...]
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """A file's columns, and what they were found to be. `readings` are by position, -1 for years found in titles."""

    columns: Sequence[Column]
    roles: Roles
    titles: Titles
    readings: Mapping[int, Reading]
    facets: Sequence[NamedFacet]
    noun: Noun


def propose_pack(
    name: str, rows: Rows, file: str, subject: str | None = None, progress: Progress | None = None
) -> Proposal:
    """Infer a pack called `name`. `subject` is a text that says what the items are, where the name does not.

    Raises CatalogueError when no column can be a title.
    """
    vocabulary = read_vocabulary()
    found = survey(subject or name, rows, progress)
    texts = [*found.roles.texts, *(r.column for r in found.readings.values() if r.kind == "text")]
    named = named_texts(texts, {f.name for f in found.facets})
    made = uniform_items(rows, found.roles, found.titles, found.facets, named, file)
    pack = _pack(name, subject or name, found, made, vocabulary)
    notes = notes_on(found.columns, found.roles, found.readings, found.facets)
    warnings = (*rows.notes, *_warnings(found.roles, found.facets))
    return Proposal(pack, made.items, notes, rows.problems + made.problems, warnings)


def survey(subject: str, rows: Rows, progress: Progress | None = None) -> Survey:
    """Find out what each column is. Raises CatalogueError when no column can be a title."""
    vocabulary = read_vocabulary()
    headers = [read_header(column) for column in rows.columns]
    noun = first_noun(subject, headers, vocabulary)
    columns = read_columns(headers, [row for _, row in rows], vocabulary, noun.singular)
    roles = find_roles(columns, vocabulary, noun.singular)
    titles = read_titles(roles.title, roles.brand)
    readings = _read_rest(columns, roles, vocabulary, progress)
    if titles.years is not None and not any(r.year for r in readings.values() if r.is_facet):
        readings[-1] = titles.years
    facets = name_facets([r for r in readings.values() if r.is_facet], vocabulary)
    return Survey(columns, roles, titles, readings, facets, noun)


def _read_rest(
    columns: Sequence[Column], roles: Roles, vocabulary: Vocabulary, progress: Progress | None
) -> dict[int, Reading]:
    """Readings of the columns without a part of their own, by position."""
    taken = [roles.title, roles.id, roles.summary, roles.link, *roles.aliases, *roles.texts]
    readings: dict[int, Reading] = {}
    for n, column in enumerate(columns):
        if progress is not None:
            progress(n, len(columns))
        if n not in roles.dropped and not any(column is other for other in taken):
            readings[n] = read_column(column, vocabulary)
    if progress is not None:
        progress(len(columns), len(columns))
    return readings


def _pack(name: str, subject: str, found: Survey, made: UniformItems, vocabulary: Vocabulary) -> Pack:
    facets, roles = found.facets, found.roles
    main = next((f.name for f in facets if _is_main(f, vocabulary)), None)
    cards = _cards(facets, vocabulary)
    worded = [f.name for f in sorted(facets, key=lambda f: f.name != main) if _is_searched(f)]
    filled = {f.name: f.reading.column.coverage for f in facets}
    return Pack(
        name=name,
        title={"en": " ".join(name.replace("_", " ").replace("-", " ").split()).capitalize()},
        noun=noun_words(found.noun, subject, filled, vocabulary),
        id_field=FIELDS.id,
        title_field=FIELDS.title,
        alias_fields=(FIELDS.aliases,) if made.has_aliases else (),
        summary_field=FIELDS.summary if roles.summary else None,
        link_field=FIELDS.link if roles.link else None,
        text=(FIELDS.title, *worded, *((FIELDS.summary,) if roles.summary else ()), *made.text_fields),
        facets={f.name: f.facet.model_copy(update={"card": f.name in cards}) for f in facets},
        prior=Prior(quality=_prior("quality", facets, vocabulary), fame=_prior("fame", facets, vocabulary)),
        main=main,
        examples=examples_of(facets, main, vocabulary),
    )


def _is_searched(named: NamedFacet) -> bool:
    """Whether a facet is part of the embedded text: words, flags, and the year, which tells namesakes apart."""
    return named.facet.kind in _TEXT_FACETS or (named.facet.unit == "year" and named.name == named.reading.standard)


def _is_main(named: NamedFacet, vocabulary: Vocabulary) -> bool:
    standard = vocabulary.facets.get(named.reading.standard or "")
    if standard is None or not standard.main or named.facet.kind != "category" or named.facet.multi:
        return False
    return 2 <= len(named.reading.counts) <= _MAIN_VALUES and named.reading.column.coverage > 0.7


def _cards(facets: Sequence[NamedFacet], vocabulary: Vocabulary) -> frozenset[str]:
    """The facets that tell most about an item: the standard ones first, then small single-valued categories."""

    def rank(named: NamedFacet) -> tuple[int, float]:
        standard = vocabulary.facets.get(named.reading.standard or "")
        if standard is not None and standard.card and named.name == named.reading.standard:
            return standard.card, 0.0
        return (
            50 if named.facet.kind == "category" else 60 if named.facet.kind == "number" else 70
        ), -named.reading.column.coverage

    shown = [f for f in facets if f.facet.kind != "flag" and f.reading.column.coverage >= 0.3]
    return frozenset(f.name for f in sorted(shown, key=rank)[:_CARDS])


def _prior(part: str, facets: Sequence[NamedFacet], vocabulary: Vocabulary) -> str | None:
    """The number facet that says how good, or how known, an item is; the surest one in the vocabulary's order."""
    for standard, known in vocabulary.facets.items():
        if known.prior == part:
            for named in facets:
                if named.name == standard and named.facet.kind == "number":
                    return named.name
    return None


def _warnings(roles: Roles, facets: Sequence[NamedFacet]) -> list[str]:
    found = []
    if roles.id is None:
        found.append(
            "No column identifies the items, so ids were made from the rows' contents: editing a row gives it a new id."
        )
    if roles.guessed_title:
        found.append(
            f"No column is called a title; {roles.title.header.raw!r} was taken for it. "
            "Rename another one 'title' if that is wrong."
        )
    for named in facets:
        unread = len(named.reading.left_out)
        if unread and not exceptions_of(named):
            example = named.reading.column.texts[named.reading.left_out[0]]
            column = named.reading.column.header.raw
            kind = named.facet.kind
            found.append(f"{unread} cells of {column!r} are no {kind} (such as {example[:40]!r}) and were left empty.")
    return found
