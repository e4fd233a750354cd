"""For or against: what negators, taste words and requests say about each stretch of a message."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.records import Polarity, Scope

_BREAK = re.compile(r"[,.;:!?\n，。；：！？、()（）]")
_LIST_GAP = re.compile(
    r"[\s,，、/]*(?:(?:and|or|nor|&|和|或|或者|以及|跟|与)\s*)?(?:(?:a|an|the|any|also|with|by|from)\s+)*",
    re.IGNORECASE,
)


class Zone(NamedTuple):
    """A stretch under a negator. `mild`: it says "not too"; `lasting`: it speaks of taste."""

    start: int
    end: int
    mild: bool
    lasting: bool


class Stance(NamedTuple):
    """How a mention is meant."""

    polarity: Polarity
    hard: bool
    scope: Scope
    strength: float


class Stances:
    """The stances of one sentence, given what it mentions."""

    def __init__(self, text: str, language: Language, mentions: Sequence[Mention]) -> None:
        self.text = text
        self._language = language
        # A cue inside a name ("No Country…", "无线") is part of the name.
        strong = [m for m in mentions if not m.is_noun and not all(e.weak for e in m.entries)]
        self._plain = _blank(text, [(m.start, m.end) for m in strong])
        self.zones = self._negated(mentions)

    def negation(self, start: int, end: int) -> Zone | None:
        return next((z for z in self.zones if z.start <= start and end <= z.end), None)

    def of(self, start: int, end: int, strict: bool) -> Stance:
        """The stance towards what stands between start and end."""
        zone = self.negation(start, end)
        if zone is not None:
            scope = Scope.LASTING if zone.lasting else Scope.SESSION
            return Stance(Polarity.DISLIKE, not zone.mild, scope, 0.6 if zone.mild else 1.0)
        lead = self._plain[self._clause_start(start) : start]
        taste = _last(self._language.lasting_like, self._language.request, lead)
        if taste == "first":
            return Stance(Polarity.LIKE, False, Scope.LASTING, 0.9)
        if self._language.soft.search(lead) or not strict:
            return Stance(Polarity.LIKE, False, Scope.SESSION, 0.5 if self._language.soft.search(lead) else 0.9)
        firm = self._language.firm.search(self._plain[self._clause_start(start) : self._clause_end(end)])
        return Stance(Polarity.LIKE, True, Scope.SESSION, 1.0 if firm else 0.8)

    def lead(self, start: int, characters: int = 24) -> str:
        """What stands just before a place, within its clause, names blanked."""
        return self._plain[max(self._clause_start(start), start - characters) : start]

    def joined(self, earlier: Mention, later: Mention) -> bool:
        """Whether two mentions stand in one list with "or"/"and" between them."""
        gap = self.text[earlier.end : later.start]
        return bool(_LIST_GAP.fullmatch(gap)) and (
            bool(self._language.joint.search(gap)) or bool(re.search("[,，、/]", gap))
        )

    def _clause_start(self, at: int) -> int:
        return max((m.end() for m in _BREAK.finditer(self._plain[:at])), default=0)

    def _clause_end(self, at: int) -> int:
        found = _BREAK.search(self._plain, at)
        return found.start() if found else len(self._plain)

    def _negated(self, mentions: Sequence[Mention]) -> list[Zone]:
        masked = self._language.not_negator.sub(lambda m: " " * len(m.group()), self._plain)
        zones = []
        for m in self._language.negator.finditer(masked):
            end = self._clause_end(m.end())
            turn = next(
                (c for c in self._language.contrast.finditer(masked, m.end(), end) if c.start() > m.end()), None
            )
            end = turn.start() if turn else end
            start = m.end()
            if not masked[start:end].strip(" -") and not turn:  # "恐怖片不要": it speaks of what stands before
                start, end = self._clause_start(m.start()), m.start()
            else:
                end = self._through_list(end, mentions)
            mild = self._language.mild.match(masked[m.end() :].lstrip())
            lasting = bool(self._language.lasting_dislike.fullmatch(m.group()))
            zones.append(Zone(start, end, bool(mild), lasting))
        return zones

    def _through_list(self, end: int, mentions: Sequence[Mention]) -> int:
        """Carries a negation over "no X, Y or Z": on through commas to the joint that closes the list."""
        far, closed = end, False
        for mention in mentions:
            if mention.start < far or mention.is_noun:
                continue
            gap = self.text[far : mention.start]
            if not _LIST_GAP.fullmatch(gap) or self._language.contrast.search(gap):
                break
            far = mention.end
            closed = closed or bool(re.search(r"\b(?:or|nor|and)\b|或|和|以及", gap, re.IGNORECASE))
        return far if closed else end


def _last(first: re.Pattern[str], second: re.Pattern[str], lead: str) -> str | None:
    """Which of two cues stands last before the end of `lead`; the longer one wins where they overlap."""
    a = max(first.finditer(lead), key=lambda m: m.end(), default=None)
    b = max(second.finditer(lead), key=lambda m: m.end(), default=None)
    if a is None or b is None:
        return "first" if a else "second" if b else None
    if b.start() <= a.start() < b.end():
        return "second"
    return "first" if a.end() > b.end() else "second"


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text
