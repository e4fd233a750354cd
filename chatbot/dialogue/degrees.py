"""Words of degree for number facets: critiques ("cheaper", "too violent") and levels ("cheap", "not too long")."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.stance import Stances, Zone
from chatbot.recommend.scales import short_scale
from chatbot.records import Critique, Extent, Scope, Statement

LOW, HIGH = "low", "high"
"""Values of a number facet in words ("cheap", "recent"): where in the catalogue's range, not a bound."""

_Sort = Literal["less", "more", "low", "high"]
_SORTS: tuple[_Sort, ...] = ("less", "more", "high", "low")
_OPPOSITE: Mapping[_Sort, _Sort] = {"less": "more", "more": "less", "low": "high", "high": "low"}

_COMPARATIVE = re.compile(r"[a-z]{3,}er")
_COMPARED: Mapping[_Sort, _Sort] = {"low": "less", "high": "more"}
_LEVEL: Mapping[_Sort, _Sort] = {"less": "low", "more": "high"}


class Degree(NamedTuple):
    """A word of degree where it stands. `less` and `more` are relative to what was shown, `low` and `high` are not."""

    start: int
    end: int
    facet: str
    sort: _Sort
    words: str
    extent: Extent = "some"
    """Of "a bit cheaper" and "much cheaper"."""
    superlative: bool = False
    """Whether it is made of a word of most or least and the name of the number."""

    @property
    def is_level(self) -> bool:
        return self.sort in (LOW, HIGH)


class DegreeReader:
    """Reads words of degree in one language."""

    def __init__(self, language: Language, facets: Mapping[str, Facet], table: FacetTable) -> None:
        self._patterns: list[tuple[str, _Sort, re.Pattern[str]]] = [
            (name, sort, _with_endings(words, language))
            for name, facet in facets.items()
            for sort in _SORTS
            if (words := getattr(facet, sort).get(language.code))
        ]
        self._extremes = [
            (name, sort, phrases(words))
            for name, facet in facets.items()
            for sort, words in _extremes(facet, language)
            if words
        ]
        self._superlatives = [
            (name, sort, pattern)
            for name, facet in facets.items()
            if facet.kind == "number"
            for sort, pattern in _superlatives(name, facet, language)
        ]
        self._better = [tuple(map(str.casefold, frame.split("{}"))) for frame in language.the_better]
        self._excess, self._complains, self._tolerates = language.excess, language.complains, language.tolerates
        self._better_low = {name for name, facet in facets.items() if facet.default_bound == "max"}
        self._extents = language.extents
        self._least = re.compile(rf"(?:{language.least.pattern})\s+$", re.IGNORECASE)
        self._negator = language.negator
        scales = {name: short_scale(facet, name, table) for name, facet in facets.items()}
        self._short_scales = {name: scale.none for name, scale in scales.items() if scale is not None}

    def read(self, text: str) -> list[Degree]:
        """The words of degree in order of place, the longest of each stretch; one word may speak of two facets."""
        found = [
            Degree(m.start(), m.end(), name, sort, m.group(), superlative=superlative)
            for superlative, patterns in ((False, self._patterns), (True, self._superlatives))
            for name, sort, pattern in patterns
            for m in pattern.finditer(text)
        ]
        # Of "nothing violent" the negation is read by itself: it is firmer than that of "not too violent".
        high = [d for d in found if d.sort == HIGH]
        found = [d for d in found if not (self._negates(d) and any(_inside(h, d) for h in high))]
        chosen: list[Degree] = []
        for degree in sorted(found, key=lambda d: d.start - d.end):
            if all(d.end <= degree.start or degree.end <= d.start or d[:2] == degree[:2] for d in chosen):
                chosen.append(degree)
        return sorted((self._with_extent(text, degree) for degree in chosen), key=lambda d: d.start)

    def extremes(self, text: str) -> list[Degree]:
        """Words that single out one of several ("the oldest one"), and by themselves ask for nothing ("our oldest")."""
        return [Degree(*m.span(), n, sort, m.group()) for n, sort, p in self._extremes for m in p.finditer(text)]

    def _with_extent(self, text: str, degree: Degree) -> Degree:
        """With the words beside it that say by how much. Those that follow a level make it compare: 便宜得多."""
        if (framed := self._framed(text, degree)) is not None:
            return framed
        if degree.sort in ("more", HIGH) and (m := self._least.search(text[: degree.start])):
            return degree._replace(start=m.start(), sort="low", words=text[m.start() : degree.end])
        sort, found = _COMPARED.get(degree.sort, degree.sort), [degree]
        for extent, (before, after) in self._extents.items():
            if m := after.match(text, degree.end):
                found.append(degree._replace(end=m.end(), sort=sort, extent=extent))
            if not degree.is_level and (m := before.search(text[: degree.start])):
                found.append(degree._replace(start=m.start(), extent=extent))
        widest = max(found, key=lambda d: d.end - d.start)  # "quite a bit" is more than "a bit"
        return widest._replace(words=text[widest.start : widest.end])

    def _framed(self, text: str, degree: Degree) -> Degree | None:
        """ "the cheaper the better" is cheap, whatever is shown."""
        for before, after in self._better:
            start, end = degree.start - len(before), degree.end + len(after)
            if (
                start >= 0
                and text[start : degree.start].casefold() == before
                and text[degree.end : end].casefold() == after
            ):
                return Degree(start, end, degree.facet, _LEVEL.get(degree.sort, degree.sort), text[start:end])
        return None

    def _negates(self, degree: Degree) -> bool:
        return degree.sort == LOW and self._negator.match(degree.words) is not None

    def meant(self, degrees: Sequence[Degree], stances: Stances, shown: bool) -> tuple[list[Statement], list[Critique]]:
        """What words of degree ask for under the negations of their sentence.

        shown: whether there is something on the screen that "too violent" can speak of.
        """
        statements: list[Statement] = []
        critiques: list[Critique] = []
        levels: set[tuple[int, int]] = set()
        for degree in degrees:
            if not degree.is_level and stances.permitted(degree.start, degree.end):
                continue
            zone = stances.negation(degree.start, degree.end)
            excess = zone.excess if zone else degree.is_level and self._is_excess(degree, stances.text, shown)
            sort = _OPPOSITE[degree.sort] if zone or excess else degree.sort
            if not degree.is_level or (excess and shown):
                direction: Literal["less", "more"] = "less" if sort in ("less", LOW) else "more"
                if all((c.facet, c.direction) != (degree.facet, direction) for c in critiques):
                    critiques.append(
                        Critique(facet=degree.facet, direction=direction, extent=degree.extent, words=degree.words)
                    )
            elif degree[:2] not in levels and not stances.let_pass(degree.start, degree.end):
                levels.add(degree[:2])
                statements.append(self._level(degree, sort, zone))
        return statements, critiques

    def lifted(self, degrees: Sequence[Degree], stances: Stances) -> list[Statement]:
        """What need not be limited any more: how much of it there may be ("it can be longer")."""
        return [
            Statement(facet=d.facet, value=_LEVEL[d.sort], words=d.words)
            for d in degrees
            if not d.is_level and stances.permitted(d.start, d.end)
        ]

    def _is_excess(self, degree: Degree, text: str, shown: bool) -> bool:
        """Whether there is too much of it ("too violent"), or more than there should be ("a bit pricey")."""
        worse = shown and degree.sort == HIGH and degree.facet in self._better_low
        complains = self._complains.search(text[: degree.start]) and not self._tolerates.search(text, degree.end)
        return bool(self._excess.match(degree.words) or (worse and complains))

    def _level(self, degree: Degree, sort: _Sort, zone: Zone | None) -> Statement:
        ceiling = self._short_scales.get(degree.facet)
        scope = Scope.LASTING if zone and zone.lasting else Scope.SESSION
        if zone and not zone.mild and ceiling is not None and degree.sort == HIGH:  # "nothing violent"
            return Statement(facet=degree.facet, max=ceiling, hard=True, scope=scope, words=degree.words)
        strength = 0.8 if sort == degree.sort else 0.6
        return Statement(facet=degree.facet, value=sort, strength=strength, scope=scope, words=degree.words)


def _with_endings(words: Iterable[str], language: Language) -> re.Pattern[str]:
    """Words of degree with the other endings that people give them: 重些 and 重点也行 for 重一点."""
    pattern = phrases(words).pattern
    for ending, endings in language.degree_endings.items():
        pattern = pattern.replace(ending, endings)
    return re.compile(pattern, re.IGNORECASE)


def _extremes(facet: Facet, language: Language) -> Iterator[tuple[_Sort, list[str]]]:
    """Superlatives of the pack's words that compare: "longest" of "longer", "best rated" of "better rated", 最长 of
    更长."""
    sorts: tuple[tuple[_Sort, Sequence[str]], ...] = (
        ("low", facet.less.get(language.code, ())),
        ("high", facet.more.get(language.code, ())),
    )
    for sort, words in sorts:
        english = [word[:-2] + "est" for word in words if _COMPARATIVE.fullmatch(word)]
        yield (
            sort,
            [*english, *_leading(words, language), *("最" + word[1:] for word in words if word.startswith("更"))],
        )


def _leading(words: Sequence[str], language: Language) -> Iterator[str]:
    """Superlatives of several words; "best ones" names no number, as "best" alone does not."""
    for word in words:
        first, space, rest = word.partition(" ")
        most = language.superlative_of.get(first) or (first[:-2] + "est" if _COMPARATIVE.fullmatch(first) else "")
        if space and most and word not in language.superlative_of:
            yield from (f"{most} {rest}", f"{most}-{rest}")


def _superlatives(name: str, facet: Facet, language: Language) -> Iterator[tuple[_Sort, re.Pattern[str]]]:
    """ "the longest warranty", 保修最长, "a bigger battery": what is beside the name of a number."""
    label = facet.label.get(language.code)
    names = phrases(
        [
            *([label] if label else [name.replace("_", " ")]),
            *(cue for cue in facet.cues.get(language.code, ()) if cue not in language.stop),
        ]
    ).pattern
    if facet.default_bound is not None:  # "battery is what matters": much of it, as a bare "8 hours" is at least 8
        counts = rf"(?:{language.matters_before})(?:{names})(?!-)|(?:{names})(?:{language.matters_after})"
        counts += rf"|(?:{language.best.pattern})\s*(?:{names})(?!-)|(?:{names})(?:{language.best_after.pattern})"
        yield ("low" if facet.default_bound == "max" else "high"), re.compile(counts, re.IGNORECASE)
    compared: tuple[tuple[_Sort, str], ...] = (
        ("more", language.more_number.pattern),
        ("less", language.less_number.pattern),
    )
    for sort, words in compared:
        yield sort, re.compile(rf"(?:{words})\s*(?:{names})(?![\w-])", re.IGNORECASE)
    for sort in _SORTS:  # 声音别太大, "the noise is too high": what follows the name of a number
        yield sort, re.compile(rf"(?:{names})(?:{language.of_number[sort]})", re.IGNORECASE)
    sorts: tuple[tuple[_Sort, str], ...] = (("high", language.most.pattern), ("low", language.least.pattern))
    for sort, words in sorts:
        yield sort, re.compile(rf"(?:{words})\s*(?:{names})(?!-)|(?:{names})(?:是|要)?(?:{words})", re.IGNORECASE)


def _inside(inner: Degree, outer: Degree) -> bool:
    return inner.facet == outer.facet and outer.start <= inner.start and inner.end <= outer.end
