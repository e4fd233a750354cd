"""Labelled messages as training examples: the words of a message that each of its labels is about."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.frame import KNOWN, Frame, FrameLine, Operator, schema, shown, written
from chatbot.dialogue.named import named
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.resolve import Resolver
from chatbot.dialogue.text import clean, language_of
from chatbot.evaluation.labels import Claim, Labelled, claims_of, gold_claims, matches, read_labelled
from chatbot.evaluation.opening import opener
from chatbot.evaluation.understanding import situation
from chatbot.prompts import Prompts
from chatbot.records import ITEM, Intent, Polarity, SessionState
from chatbot.settings import Settings
from chatbot.training.examples import Example, closed, opened

_WORD = re.compile(r"[\u3400-\u9fff]|[$€£¥]?[^\W_\u3400-\u9fff](?:[\w'’.,/+-]*[^\W_\u3400-\u9fff])?%?")
_LONGEST = 6
"""Words, or twice as many Chinese characters, in which a label is looked for."""
_OPERATORS: dict[str, tuple[Operator, ...]] = {"low": ("<", ""), "high": (">", "")}
_OPPOSITE = {"low": "high", "high": "low"}
_POINTING = {Intent.SIMILAR, Intent.REJECT, Intent.ACCEPT, Intent.CRITIQUE}
_TURNED: dict[str, tuple[Operator, ...]] = {"low": (">", ""), "high": ("<", "")}


class FrameFinder:
    """Writes the frames of labelled messages about one catalogue."""

    def __init__(self, catalogue: Catalogue, prompts: Prompts) -> None:
        parser = Parser(catalogue, prompts)
        self._catalogue = catalogue
        self._linker, self._readers = parser.linker, parser.readers
        self.resolve = Resolver(catalogue, parser.linker, parser.readers, None)
        self._prefix = opened([("system", schema(catalogue.pack, catalogue.table))])

    def example(self, line: Labelled) -> Example | None:
        """The message as an example: its first line alone where a label's words are not found, or it has no labels.

        None where an intent does not exist.
        """
        if not set(line.purposes) <= set(Intent):
            return None
        text, state = clean(line.text), situation(line, self._catalogue)
        names = named(text, self._linker.mentions(text))
        prompt = closed(shown(text, state, self._catalogue, (), names))
        frame = self.frame(line, text, state) if "facts" in line.model_fields_set else None
        answer = written(frame or Frame(intents=_intents(line)))
        return Example(prefix=self._prefix, prompt=prompt, answer=answer, whole=frame is not None)

    def frame(self, line: Labelled, text: str, state: SessionState) -> Frame | None:
        """The frame that says what the labels say, each in words of the message; None where one has none."""
        intents = _intents(line)
        if Intent.FORGET in intents and not line.facts:
            return None  # what is dropped is not labelled as a fact
        found: list[tuple[int, FrameLine]] = []
        spans = list(self._spans(text))
        pointed = {title.casefold() for title in line.references} if set(intents) & _POINTING else set()
        for claim in gold_claims(line, self._catalogue.pack.facets):
            if claim.facet == ITEM and claim.value in pointed and self._called(claim.value, text) is None:
                continue  # pointing at it says so
            placed = self._placed(claim, text, spans, intents, state)
            if placed is None:
                return None
            found += placed
        for critique in line.critiques:
            way: Operator = "<" if critique.get("direction") == "less" else ">"
            wanted = FrameLine(sign="", facet=str(critique.get("facet")), operator=way)
            words = [d for d in self._readers[language_of(text)].degrees.read(text) if d.facet == wanted.facet]
            if not words:
                return None
            found.append((words[0].start, wanted.model_copy(update={"phrase": text[words[0].start : words[0].end]})))
        stated = {line.phrase for _, line in found if line.facet == ITEM}
        places = []
        for title in line.references:
            called = self._called(title, text)
            if called is not None:
                found += [(called[0], FrameLine(sign=KNOWN, facet=ITEM, phrase=called[1]))] * (called[1] not in stated)
            elif title in line.context.shown:
                places.append(line.context.shown.index(title) + 1)
            else:
                return None
        if len(places) > 2 or any(place > 5 for place in places):
            places = []  # the whole list goes without saying
        lines = [line for _, line in sorted(found, key=lambda pair: pair[0])]
        return Frame(intents=intents, lines=tuple(lines), references=tuple(places))

    def _placed(
        self, claim: Claim, text: str, spans: Sequence[tuple[int, int]], intents: Sequence[Intent], state: SessionState
    ) -> list[tuple[int, FrameLine]] | None:
        """The lines that say it, with where their words begin: two for a range that is said in two parts."""
        facet = self._catalogue.pack.facets.get(claim.facet)
        number = facet is not None and facet.kind == "number"
        if number and claim.value in _OPERATORS:
            words = [d for d in self._readers[language_of(text)].degrees.read(text) if d.facet == claim.facet]
            spans = [(d.start, d.end) for d in words]
        yearly = facet is not None and facet.unit == "year"
        language = language_of(text)
        for start, end in spans:
            for sign, operator in _forms(claim, number, intents):
                line = FrameLine(sign=sign, facet=claim.facet, operator=operator, phrase=text[start:end])
                said = self.resolve(Frame(intents=tuple(intents), lines=(line,)), text, state, language).statements
                if any(matches(c, one, yearly) for c in claims_of(said, self._catalogue) for one in _same(claim)):
                    return self._in_two(line, text, start, claim)
        return None

    def _in_two(self, line: FrameLine, text: str, start: int, claim: Claim) -> list[tuple[int, FrameLine]]:
        """The line, or one for either end of a range of two numbers."""
        numbers = self._readers[language_of(text)].numbers
        if claim.min is None or claim.max is None:
            return [(start, line)]
        for bound in numbers.bounds(text):
            ends = [q for q in numbers.quantities(text) if bound.start <= q.start < bound.end]
            if bound.facet == claim.facet and len(ends) == 2 and bound.start <= start < bound.end:
                ways: tuple[Operator, Operator] = (">", "<")
                return [
                    (q.start, line.model_copy(update={"operator": way, "phrase": text[q.start : q.end]}))
                    for q, way in zip(ends, ways, strict=True)
                ]
        return [(start, line)]

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a label's words may stand: what code finds first, then any few words, the fewest first."""
        language = language_of(text)
        yield from ((m.start, m.end) for m in self._linker.mentions(text))
        yield from ((q.start, q.end) for q in self._readers[language].numbers.quantities(text))
        yield from ((d.start, d.end) for d in self._readers[language].degrees.read(text))
        words = [m.span() for m in _WORD.finditer(text)]
        for count in range(1, (2 if language == "zh" else 1) * _LONGEST + 1):
            for n in range(len(words) - count + 1):
                yield words[n][0], words[n + count - 1][1]

    def _called(self, title: str, text: str) -> tuple[int, str] | None:
        """Where a title is named, and in which words."""
        for mention in self._linker.mentions(text):
            items = [self._catalogue.item(str(e.value)) for e in mention.entries if e.facet == ITEM]
            if any(item is not None and item.title.casefold() == title.casefold() for item in items):
                return mention.start, text[mention.start : mention.end]
        return None


def _intents(line: Labelled) -> tuple[Intent, ...]:
    return tuple(Intent(name) for name in line.purposes)


def _same(claim: Claim) -> tuple[Claim, ...]:
    """The claim, and the same said the other way round: not wanting much is wanting little."""
    if claim.polarity is Polarity.LIKE or claim.value not in _OPPOSITE:
        return (claim,)
    return claim, claim.model_copy(update={"value": _OPPOSITE[claim.value], "polarity": Polarity.LIKE})


def _forms(claim: Claim, number: bool, intents: Sequence[Intent]) -> Iterator[tuple[str, Operator]]:
    """Signs and operators that can say a claim, the most fitting first."""
    lasting = Intent.INFORM in intents[:1]
    liked = claim.polarity is Polarity.LIKE
    if liked:
        sign = "*" if lasting else "!" if claim.hard else "?" if claim.hard is False else "+"
    else:
        sign = "x" if lasting else "~" if claim.hard is False else "-"
    if not number:
        yield sign, ""
        if claim.value == "true":  # "wired" says of "wireless" that it is not to be
            yield ("x" if lasting else "-") if liked else ("*" if lasting else "+"), ""
    elif claim.bounded:
        ways: tuple[Operator, ...] = (
            ("<", "=") if claim.min is None else (">", "=") if claim.max is None else ("=", "~")
        )
        yield from ((sign, way) for way in (("=", "<", ">") if claim.exact is not None else ways))
    else:
        yield from ((sign, way) for way in _OPERATORS.get(claim.value, ()))
        yield from (("x" if lasting else "~", way) for way in _TURNED.get(claim.value, ()) if liked)


def read_examples(settings: Settings, files: Sequence[Path], prompts: Prompts, problems: list[str]) -> list[Example]:
    """The examples of labelled messages. Lines that cannot be read are added to `problems`.

    Domains that are not installed are looked for beside the files and one folder above them. Raises InputError or
    UnknownDomainError.
    """
    folders = dict.fromkeys(folder for file in files for folder in (file.parent, file.parent.parent))
    finders: dict[str, FrameFinder] = {}
    examples: list[Example] = []
    with opener(settings, folders, "parser") as opened_domain:
        for file in files:
            for line in read_labelled(file, problems):
                if line.domain not in finders:
                    finders[line.domain] = FrameFinder(opened_domain(line.domain)[0], prompts)
                example = finders[line.domain].example(line)
                examples += [example] if example is not None else []
    return examples
