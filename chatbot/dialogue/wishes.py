"""Free-text wishes: the phrases of a sentence that no facet value stands for."""

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.money import has_prices
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.text import CJK, words_of
from chatbot.records import WISH, Intent, Polarity, Statement

_LONGEST = 160
_MANY = 10
"""From which number on its word may be a wish ("forty seven"); "my two little ones" wishes for no two."""


class WishReader:
    """Reads wishes in one language."""

    def __init__(self, language: Language, pack: Pack, linker: Linker) -> None:
        self._language = language
        self._linker = linker
        nouns = [w for words in pack.noun.values() for w in words]
        cues = [w for f in pack.facets.values() for words in f.cues.values() for w in words if f.kind != "flag"]
        self._named = phrases([*nouns, *cues])
        self._social = [p for i in (Intent.GREET, Intent.THANK, Intent.GOODBYE) for p in language.intents.get(i, ())]
        # What things cost is no wish that descriptions could tell of.
        self._unpriced = () if has_prices(pack, language) else (language.pricing,)
        # CJK words stand unseparated, so stop words are cut out of the run
        self._stop_cjk = phrases(w for w in language.stop if CJK.search(w))
        cue_lists = (
            language.negator,
            language.request,
            language.lasting_like,
            language.soft,
            language.firm,
            language.seen,
            language.joint,
        )
        self._cues = re.compile("|".join(p.pattern for p in (*cue_lists, language.also, self._named)), re.IGNORECASE)

    def read(
        self, text: str, mentions: Sequence[Mention], spans: Sequence[tuple[int, int]], stances: Stances
    ) -> list[Statement]:
        """The phrases that may be wishes, liked or disliked. `spans`: what was understood already."""
        covered = [*spans, *((m.start, m.end) for m in mentions if m.is_noun)]
        barred = self._barred(text, covered)
        covered += barred
        phrases: list[tuple[int, int, bool]] = []
        for start, end, _ in self.content(text):
            if any(s < end and start < e for s, e in covered):
                continue
            unwanted = bool(stances.negation(start, end))
            if not unwanted and self._language.shrugged_off.match(text, end):
                continue  # "the clip-on kind is too big" wishes for none
            if (
                phrases
                and phrases[-1][2] == unwanted
                and self._language.wish_joint.fullmatch(text[phrases[-1][1] : start])
            ):
                phrases[-1] = (phrases[-1][0], end, unwanted)
            else:
                phrases.append((start, end, unwanted))
        told = [_wish(text[start:end][:_LONGEST], unwanted) for start, end, unwanted in phrases]
        whole = (_wish(text[start:end].strip()[:_LONGEST], unwanted=False) for start, end in barred)
        return [*told, *(wish.model_copy(update={"certain": True}) for wish in whole)]

    def _barred(self, text: str, covered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where it is told what a thing is not to do ("shouldn't fall out when I run"): no description says "fall"; or
        what weight it is to carry, or what is to be done
        about a thing that is there.
        """
        content = {start for start, _, _ in self.content(text)}
        cues = [m for m in self._language.must_not.finditer(text) if m.end() in content]
        ends = [self._language.clause_end.search(text, m.end()) for m in cues]
        clauses = [(m.start("bar"), end.start() if end else len(text)) for m, end in zip(cues, ends, strict=True)]
        clauses += [m.span() for m in self._language.load.finditer(text)]
        clauses += [m.span("what") for p in self._language.of_own for m in p.finditer(text)]
        return [span for span in clauses if not any(s < span[1] and span[0] < e for s, e in covered)]

    def content(self, text: str) -> list[tuple[int, int, str]]:
        """The content words of a message with their places, whether or not something else was read from them."""
        found = []
        plain = text
        for pattern in (*self._social, self._cues, *self._unpriced):
            plain = pattern.sub(lambda m: " " * len(m.group()), plain)
        for word in words_of(plain):
            if CJK.search(word.text):
                found += self._runs(word.text, word.start)
            elif (
                len(word.key) >= 3 and word.key.isalpha() and not self._is_stop(word.text.casefold().replace("’", "'"))
            ):
                found.append((word.start, word.end, word.text))
        return found

    def _runs(self, run: str, at: int) -> list[tuple[int, int, str]]:
        blanked = run
        for pattern in (
            self._language.negator,
            self._language.mild,  # 别太刺眼 is against 刺眼
            self._language.request,
            self._language.lasting_like,
            self._named,
            self._stop_cjk,
        ):
            blanked = pattern.sub(lambda m: " " * len(m.group()), blanked)
        return [(at + m.start(), at + m.end(), m.group()) for m in re.finditer(r"[^\s]{2,}", blanked)]

    def _is_stop(self, word: str) -> bool:
        """A stop word, with one slip of the keys in a long one ("somthing")."""
        stop = self._language.stop
        return (
            word in stop
            or self._language.numbers.get(word, _MANY) < _MANY
            or word.split("'")[0] in stop
            or (len(word) >= 7 and process.extractOne(word, stop, scorer=OSA.distance, score_cutoff=1) is not None)
        )


def _wish(words: str, unwanted: bool) -> Statement:
    polarity = Polarity.DISLIKE if unwanted else Polarity.LIKE
    return Statement(facet=WISH, value=words, polarity=polarity, words=words, confidence=0.7)
