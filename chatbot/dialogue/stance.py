"""For or against: what negators, taste words and requests say about each stretch of a message."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.dialogue.bound_cues import FILLER
from chatbot.dialogue.complaints import complained, holds
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.records import Polarity, Scope

_BREAK = re.compile(r"(?<!\d)[,.]|[,.](?!\d)|[;:!?\n，。；：！？、()（）]")  # not the point of "6.3 inches"
_ARTICLE = re.compile(r"\b(?:a|an|the|any)\s+$", re.IGNORECASE)
_AMOUNT = re.compile(rf"{FILLER}[^\w\s]?\d")
"""What follows a comparison with a number."""
_LATIN = re.compile(r"[a-z][a-z'’-]{2,}", re.IGNORECASE)
_LIST_GAP = re.compile(
    r"[\s,，、/]*(?:(?:and|or|nor|&|和|或|或者|要么|还是|以及|跟|与)\s*)?(?:(?:a|an|the|any|also|anything|everything|with|by|from|about|starring|featuring)\s+)*",
    re.IGNORECASE,
)

GRADED = 0.6
"""Strength of what there is not to be too much of."""

CONCEDED = 0.3
"""Strength of what is let pass ("horror is fine"): where it lifts a ban, `conceded` makes it weigh nothing."""


FIRM = 1.0
"""Strength of what is said firmly ("definitely", "after all")."""


class Zone(NamedTuple):
    """A stretch under a negator. `mild`: it says "not too"; `lasting`: it speaks of taste; `excess`: it says "too";
    `certain`: no classifier need be asked.
    """

    start: int
    end: int
    mild: bool
    lasting: bool = False
    excess: bool = False
    certain: bool = False
    plain: bool = False
    """Whether its negator rules out what stands right after it, whatever else is said ("no horror")."""
    listed: int | None = None
    """From where on a list goes on with what its negator rules out ("no horror|, musicals or westerns")."""


class Stance(NamedTuple):
    """How a mention is meant."""

    polarity: Polarity
    hard: bool
    scope: Scope
    strength: float
    certain: bool = False


class Stances:
    """The stances of one sentence, given what it mentions."""

    def __init__(
        self,
        text: str,
        language: Language,
        mentions: Sequence[Mention],
        describing: Sequence[tuple[int, int]] = (),
        kinds: Sequence[tuple[int, int]] = (),
    ) -> None:
        """describing: spans of the words that describe a thing rather than name it ("scary", "cheap"); kinds: of those
        that name or describe a kind of things, rather than who made them.
        """
        self._kinds = kinds
        self.text = text
        self._language = language
        self._describing = sorted(describing)
        self._named = sorted({*self._describing, *((m.start, m.end) for m in mentions if not m.is_noun)})
        self._nouns = [(m.start, m.end) for m in mentions if m.is_noun]
        self._things = sorted({(m.start, m.end) for m in mentions} - {*self._describing})
        # A cue inside a name ("No Country…", "无线") is part of the name.
        strong = [m for m in mentions if not m.is_noun and (not all(e.weak for e in m.entries) or _is_long_title(m))]
        self._plain = _blank(text, [(m.start, m.end) for m in strong])
        spared = [m.span() for m in language.not_negator.finditer(text)]
        for refused in (language.refuses_more, language.refuses_less):  # "I can't spend more than 300 on headphones"
            spared += [m.span() for m in refused.finditer(text) if _AMOUNT.match(text, m.end())]
        self._masked = _blank(self._plain, spared, " ")
        self.zones = self._negated()
        self.zones += self._excessive()
        traits = [(m.start, m.end) for m in mentions if not (m.is_noun or m.is_item)]
        against = [Zone(*span, mild=True) for span in complained(text, language, [*traits, *self._describing])]
        held = holds(text, language)
        if held is not None and held.against and any(held.span[0] <= s and e <= held.span[1] for s, e in self._named):
            against.append(Zone(*held.span, mild=False))
        self.zones += against
        self.complains = bool(against)
        """Whether it tells what shown items are like, and holds it against them."""

    def negation(self, start: int, end: int) -> Zone | None:
        """The negation that a stretch is under; of two, the nearer."""
        under = (z for z in self.zones if z.start <= start and end <= z.end)
        return max(under, key=lambda z: z.start, default=None)

    def of(self, start: int, end: int, strict: bool) -> Stance:
        """The stance towards what stands between start and end."""
        zone = self.negation(start, end)
        if zone is not None:
            scope = Scope.LASTING if zone.lasting else Scope.SESSION
            first = not _ARTICLE.sub("", self.text[zone.start : start]).strip(" 有带含")
            certain = zone.certain or (zone.plain and (first or (zone.listed is not None and start >= zone.listed)))
            return Stance(Polarity.DISLIKE, not zone.mild, scope, GRADED if zone.mild else 1.0, certain)
        lead = self._plain[self._clause_start(start) : start]
        taste = _last(self._language.lasting_like, self._language.request, lead)
        if taste == "first":
            return Stance(Polarity.LIKE, False, Scope.LASTING, 0.9)
        if self.let_pass(start, end):
            return Stance(Polarity.LIKE, strict and not self._language.soft.search(lead), Scope.SESSION, CONCEDED)
        if self._language.soft.search(lead):
            return Stance(Polarity.LIKE, False, Scope.SESSION, 0.5)
        firm = self._language.firm.search(self._plain[self._clause_start(start) : self._clause_end(end)])
        return Stance(Polarity.LIKE, strict, Scope.SESSION, FIRM if firm else 0.8 if strict else 0.9)

    def let_pass(self, start: int, end: int) -> bool:
        """Whether what stands here "is fine", alone or in a list ("horror and thrillers are fine"), or not minded."""
        if self.unminded(start):
            return True
        lead = self._plain[self._clause_start(start) : start]
        thing = next((e for s, e in self._things if self.text[end:s] == " "), end)  # "Orbita phones are fine"
        ends = [end, thing]
        if not self._language.request.search(lead):
            ends.append(self._through_list(end, self._named))
        return any(self._language.conceded.match(self.text[at:].lstrip(" 的")) for at in ends)

    def unminded(self, start: int) -> bool:
        """Whether what begins here is not minded ("I don't mind violence")."""
        lead = self._plain[self._clause_start(start) : start]
        return any(not _ARTICLE.sub("", lead[m.end() :]).strip() for m in self._language.unminded.finditer(lead))

    def permitted(self, start: int, end: int) -> bool:
        """Whether more of what stands here is let pass ("it can be longer", "longer is fine")."""
        return bool(self._language.permitted.search(self.text[:start])) or self.let_pass(start, end)

    def lead(self, start: int, characters: int = 24) -> str:
        """What stands just before a place, within its clause, names blanked."""
        return self._plain[max(self._clause_start(start), start - characters) : start]

    def indifferent(self, start: int, end: int) -> bool:
        """Whether what stands here is named only to say that it need not be ("doesn't have to be wireless")."""
        before = self._language.indifferent.search(_ARTICLE.sub("", self.text[:start]))
        return bool(before or self._language.indifferent_after.match(self.text, end))

    def describes_between(self, start: int, end: int) -> bool:
        """Whether a describing word stands in a stretch."""
        return any(start <= s and e <= end for s, e in self._describing)

    def modified(self, start: int) -> bool:
        """Whether a negation here falls on the describing word just before ("no black | headphones")."""
        zone = self.negation(start, start)
        before = max((e for s, e in self._named if zone and zone.start <= s and e <= start), default=None)
        return before is not None and not self.text[before:start].strip(" 的-")

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

    def _negated(self) -> list[Zone]:
        masked = self._masked
        zones = []
        for m in self._language.negator.finditer(masked):
            end = self._clause_end(m.end())
            turn = next(
                (
                    c
                    for c in self._language.contrast.finditer(masked, m.end(), end)
                    if masked[m.end() : c.start()].strip()
                ),
                None,
            )
            end = turn.start() if turn else end
            start, listed = m.end(), None
            mild = self._language.mild.match(masked, m.end())
            if mild and self._language.relative.search(masked[m.start() : mild.end()]):  # "nothing that has horror"
                after = mild.end() + len(masked[mild.end() :]) - len(masked[mild.end() :].lstrip())
                mild = mild if any(s == after for s, _ in self._describing) else None
            if not masked[start:end].strip(" -了吧啊") and not turn:  # "恐怖片不要了": it speaks of what stands before
                start, end = self._clause_start(m.start()), m.start()
            else:
                if mild:
                    end = self._described(mild.end(), end)
                elif self._language.attributive.fullmatch(m.group()) or masked[m.end() : m.end() + 1] == "-":
                    end = self._modifier(start, end)
                known = mild is not None and any(s < end <= e for s, e in self._describing)
                far = self._through_list(end, self._describing if known else self._named)
                listed, end = end if far > end else None, far
            lasting = bool(self._language.lasting_dislike.fullmatch(m.group()))
            lasting = lasting and not self._language.for_today.search(masked, m.end(), self._clause_end(m.end()))
            plain = self._language.plain_negator.fullmatch(m.group()) is not None and not mild
            plain = plain and not self._language.asks(self.text)
            zones.append(Zone(start, end, bool(mild), lasting, plain=plain, listed=listed))
        for m in self._language.free_of.finditer(self.text):
            zones += [Zone(start, end, mild=False) for start, end in self._named if end == m.start()]
        seen = () if self._language.all_but.search(self.text) else self._language.all_seen.finditer(self.text)
        for m in seen:  # who has seen all of somebody's films wants others
            start, end = m.span(m.lastgroup or "what")
            if not any(start <= s and e <= end for s, e in self._kinds):  # "all the good comedies": other comedies
                zones.append(Zone(start, end, mild=False, certain=True))
        for cue, lasting in ((self._language.dismissed, True), (self._language.set_aside, False)):
            for m in cue.finditer(masked):  # "horror is a no for me": of what stands before
                turns = [c.end() for c in self._language.contrast.finditer(masked, 0, m.start())]
                zones.append(Zone(max([self._clause_start(m.start()), *turns]), m.start(), mild=False, lasting=lasting))
        return zones

    def _excessive(self) -> list[Zone]:
        """ "too violent", "less romance": what stands right after is wanted less."""
        zones = []
        for m in self._language.excess.finditer(self._masked):
            start = len(self._plain) - len(self._plain[m.end() :].lstrip())
            named = next((span for span in self._named if span[0] == start), None)
            if named is None and (word := _LATIN.match(self.text, start)):
                named = word.span() if word.group().casefold() not in self._language.stop else None
            if named is not None and not any(z.start <= m.start() < z.end for z in self.zones):
                zones.append(Zone(*named, mild=True, excess=True))
        return zones

    def _described(self, start: int, end: int) -> int:
        """Where "not too X" ends: after X when a thing described follows ("not too scary horror"), else `end`."""
        if (particle := self._modifier_end(start, end)) is not None:
            return particle
        words = [m.span() for m in re.finditer(r"[\w'’-]+", self.text[:end]) if m.start() >= start]
        if self._language.attributive_end.pattern != "(?!)" or not words:
            return end
        first = words[0][0]
        known = any(s == first for s, _ in self._describing)
        thing = next((s for s, _ in self._things if first < s < end), None)
        if not known and (thing is None or self._reaches(first, thing)):
            return end
        return self._phrase_end(first, end)

    def _reaches(self, start: int, thing: int) -> bool:
        """Whether what stands between a word and a thing lets the word speak of it ("keen on horror")."""
        gap = self.text[start:thing]
        joints = list(self._language.joint.finditer(gap))
        return bool(self._language.governs.search(gap)) or bool(joints and not gap[joints[-1].end() :].strip())

    def _phrase_end(self, start: int, end: int) -> int:
        """The end of the word or phrase at `start`, with those that "or" and "and" join to it."""
        while True:
            spans = [e for s, e in self._named if s == start]
            word = re.compile(r"[\w'’-]+").match(self.text, start)
            after = max(spans) if spans else word.end() if word else start
            joint = re.compile(rf"\s+(?:{self._language.joint.pattern})\s+(?:too\s+)?", re.IGNORECASE).match(
                self.text, after
            )
            if joint is None or joint.end() >= end:
                return min(after, end)
            start = joint.end()

    def _modifier(self, start: int, end: int) -> int:
        """Where a negated modifier ends ("不暴力的|动作片", "non wireless|keyboard"), else `end`."""
        if (particle := self._modifier_end(start, end)) is not None:
            return particle
        if self._language.attributive_end.pattern != "(?!)":
            return end
        first = start + len(self.text[start:end]) - len(self.text[start:end].lstrip(" -"))
        return self._phrase_end(first, end)

    def _modifier_end(self, start: int, end: int) -> int | None:
        """The particle that closes a modifier, when something modified follows it."""
        particle = self._language.attributive_end.search(self._plain, start, end)
        return particle.start() if particle and self._plain[particle.end() : end].strip() else None

    def _bare(self, start: int, end: int) -> str:
        """What stands there without the words for the things themselves ("and | films with |")."""
        nouns = [(s, e) for s, e in self._nouns if start <= s and e <= end]
        return _blank(self.text[:end], nouns, " ")[start:]

    def _through_list(self, end: int, members: Sequence[tuple[int, int]]) -> int:
        """Carries a negation over "no X, Y or Z": on through commas to the joint that closes the list."""
        far, closed = end, False
        for start, after in members:
            if start < far:
                continue
            gap = self._bare(far, start)
            if not _LIST_GAP.fullmatch(gap) or self._language.contrast.search(gap) or (far == end and not gap.strip()):
                break
            far = after
            closed = closed or bool(re.search(r"\b(?:or|nor|and)\b|或|和|以及", gap, re.IGNORECASE))
        return far if closed else end


def _is_long_title(mention: Mention) -> bool:
    return mention.is_item and len(mention.words.split()) >= 3


def _last(first: re.Pattern[str], second: re.Pattern[str], lead: str) -> str | None:
    """Which of two cues stands last before the end of `lead`; the longer one wins where they overlap."""
    a = max(first.finditer(lead), key=lambda m: m.end(), default=None)
    b = max(second.finditer(lead), key=lambda m: m.end(), default=None)
    if a is None or b is None:
        return "first" if a else "second" if b else None
    if b.start() <= a.start() < b.end():
        return "second"
    return "first" if a.end() > b.end() else "second"


def _blank(text: str, spans: Sequence[tuple[int, int]], fill: str = "_") -> str:
    for start, end in spans:
        text = text[:start] + fill * (end - start) + text[end:]
    return text
