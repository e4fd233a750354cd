"""The words around a number that make it a bound: "at most 80", "80 or less", "around 80"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.quantities import Quantity

FILLER = r"(?:\s|the\b|a\b|an\b|year\b|of\b|about\b|around\b|is\b|than\b|price\b|just\b|:|=)*"
"""What may stand between a cue and its number."""
_REACH = 48
"""Characters before a number in which its cue is looked for."""


class Cues(NamedTuple):
    """The words for a bound around one number."""

    before_most: re.Match[str] | None
    before_least: re.Match[str] | None
    after_most: re.Match[str] | None
    after_least: re.Match[str] | None
    around: re.Match[str] | None

    @property
    def bounded(self) -> bool:
        return any(self[:4])

    def start(self, q: Quantity) -> int:
        before = self.before_most or self.before_least
        if before is not None:
            return before.start("cue")
        return min(self.around.start(), q.start) if self.around else q.start

    def end(self, q: Quantity) -> int:
        after = self.after_most or self.after_least
        if after is not None:
            return q.end if after["gap"] else after.end()
        return max(self.around.end(), q.end) if self.around else q.end

    def tail(self, q: Quantity) -> tuple[int, int] | None:
        after = self.after_most or self.after_least
        return after.span("cue") if after and after["gap"] else None


class CueReader:
    """Reads the cues of numbers in one language."""

    def __init__(self, language: Language, names: Sequence[re.Pattern[str]]) -> None:
        """names: what the number facets are called."""
        self._names = names
        self._before_most, self._before_least = (
            re.compile(rf"(?P<cue>{refused.pattern}|{cues.pattern.replace('than', 'th[ae]n')}){FILLER}$", re.IGNORECASE)
            for cues, refused in ((language.at_most, language.refuses_more), (language.at_least, language.refuses_less))
        )
        self._before_around = re.compile(rf"(?:{language.around.pattern})\s*$", re.IGNORECASE)
        self._after_most = _after_cue(language.after_at_most, language.measured_along)
        self._after_least = _after_cue(language.after_at_least, language.measured_along)
        self._after_around = re.compile(
            rf"[\s-]*(?:{language.around.pattern}|(?:{language.after_around.pattern})(?![a-z]))", re.IGNORECASE
        )

    def read(self, text: str, q: Quantity, words: Sequence[tuple[int, int]]) -> Cues:
        """The cues of one quantity. words: spans of what else is named; no cue is read out of the middle of one."""
        before = text[: q.start]
        at = max(0, q.start - _REACH)
        most, least = self._before_most.search(before, at), self._before_least.search(before, at)
        if most and least:  # the cue nearer the number, or the longer of two that end together
            nearer = (most.start("cue") < least.start("cue")) == (most.end("cue") >= least.end("cue"))
            most, least = (most, None) if nearer else (None, least)
        after_most, after_least = (
            m if (m := p.match(text, q.end)) and not self._cut(text, m, words) else None
            for p in (self._after_most, self._after_least)
        )
        if (most or least) and (far := after_most or after_least) and far["gap"]:
            after_most = after_least = None
        around = self._before_around.search(before, at) or self._after_around.match(text, q.end)
        return Cues(most, least, after_most, after_least, around)

    def _cut(self, text: str, cue: re.Match[str], words: Sequence[tuple[int, int]]) -> bool:
        """Whether a Chinese cue is but the beginning of a longer word: the 内 of 内存 is no "within"."""
        start, end = cue.span("cue")
        names = (m.span() for p in self._names if end - start == 1 and (m := p.match(text, start)))
        return any(s <= start < e and end < e for s, e in (*words, *names))


def _after_cue(cues: re.Pattern[str], along: str) -> re.Pattern[str]:
    """A cue after a number, and what it measures ("two feet *tall* at least"); one that begins with "or" may follow the
    noun ("55 inch tv or bigger").
    """
    return re.compile(
        rf"\s*年?(?:{along})?(?P<gap>(?:[\s-]+[a-z]+){{1,2}}?\s+(?=or\s))?\s*(?P<cue>{cues.pattern})", re.IGNORECASE
    )
