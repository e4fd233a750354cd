"""Clauses that say something: requests, conditions, likings and the rest, with the lines they make in the frame."""

import re
from collections.abc import Callable, Sequence
from random import Random

from chatbot.dialogue.frame import FrameLine, Operator
from chatbot.records import ITEM, WISH, Intent
from chatbot.training.phrases import PhraseBank, fill, slots
from chatbot.training.sample import Clause, Piece, plain
from chatbot.training.vocabulary import Number, Vocabulary, Word

SIGNS = {"want": "+", "nice": "?", "must": "!", "taste": "*", "avoid": "-", "mild": "~", "hate": "x"}
_STRETCH = re.compile(r"(.*)\{(.+)\}(.*)", re.DOTALL)
_BOUNDS: dict[str, Operator] = {"max": "<", "min": ">", "around": "~", "exact": "="}


class ClauseWriter:
    """Writes clauses about one domain in one language."""

    def __init__(self, vocabulary: Vocabulary, bank: PhraseBank, foreign: Sequence[Vocabulary], rng: Random) -> None:
        self.words = vocabulary
        self.bank = bank
        self.rng = rng
        self._foreign = foreign
        self._implied = [
            (facet, entry.get("operator", ""), entry[bank.language])
            for entry in bank.implied
            for facet in dict.fromkeys(
                [
                    *(vocabulary.facet_of[v] for v in entry.get("values", ()) if v in vocabulary.facet_of),
                    *(n.name for n in vocabulary.numbers if n.name in entry.get("numbers", ())),
                ]
            )
        ]
        self.chinese = vocabulary.language == "zh"

    # requests

    def request(self) -> Clause:
        """A whole request with one to five things in it, now and then none."""
        if self.rng.random() < 0.07:
            filling = {"noun": self.words.nouns[0], "nouns": self._plural()}
            return Clause(tuple(fill(self.bank.pick("request_bare", self.rng), filling)), (Intent.REQUEST,))
        phrase = self.bank.pick("request", self.rng)
        many = "nps" in slots(phrase)
        np = self._noun_phrase(many)
        filled = fill(phrase, {"np": np, "nps": np, "a_np": self._with_article(np)})
        return Clause(tuple(filled), (Intent.REQUEST,))

    def _noun_phrase(self, many: bool) -> list[Piece]:
        before: list[list[Piece]] = []
        after: list[list[Piece]] = []
        shares = {
            self._adjective: 36, self._modifier: 24, self._bound: 20, self._flag: 9, self._wish: 5, self._level: 7,
            self._model: 5,
        }  # fmt: skip
        count = self.rng.choices((0, 1, 2, 3, 4), (6, 34, 36, 18, 6))[0]
        makers = self.rng.choices(list(shares), list(shares.values()), k=count)
        used: set[str] = set()
        for make in makers:
            made = make()
            if made is None:
                continue
            place, pieces, facet = made
            if facet in used and facet != WISH:
                continue
            used.add(facet)
            (before if place else after).append(pieces)
        noun = self._noun(many)
        if self.chinese:
            return self._chinese_phrase([*after, *before], noun)
        glued: list[Piece] = []
        for pieces in before:
            glued += [*pieces, Piece(self.rng.choice([" ", " ", ", "]) if pieces is not before[-1] else " ")]
        glued += noun
        for n, pieces in enumerate(after):
            glued += [Piece(self.rng.choice([" ", " ", ", ", " and "]) if n else " "), *pieces]
        return glued

    def _chinese_phrase(self, parts: Sequence[list[Piece]], noun: Sequence[Piece]) -> list[Piece]:
        glued: list[Piece] = []
        for pieces in parts:
            closed = pieces[-1].text.endswith(("的", "，", " ")) or self.rng.random() < 0.2
            glued += [*pieces, *([] if closed else [Piece("的")])]
        return [*glued, *noun]

    def _noun(self, many: bool) -> list[Piece]:
        main = self.words.main
        if main in self.words.words and self.rng.random() < 0.6:
            word = self.words.value(self.rng, main)
            return [Piece(word.text, word.line("+"))]
        return [Piece(self._plural() if many else self.words.nouns[0])]

    def _plural(self) -> str:
        return self.words.nouns[min(1, len(self.words.nouns) - 1)]

    def _with_article(self, np: Sequence[Piece]) -> list[Piece]:
        first = np[0].text[:1].lower()
        return [Piece("an " if first in "aeiou" else "a "), *np]

    def _adjective(self) -> tuple[bool, list[Piece], str] | None:
        for _ in range(6):
            word = self.words.value(self.rng)
            if word.before and word.facet != self.words.main and len(word.text.split()) <= 3:
                return not word.text.startswith("with "), [Piece(word.text, word.line("+"))], word.facet
        return self._modifier()

    def _modifier(self) -> tuple[bool, list[Piece], str] | None:
        word = self.words.value(self.rng)
        if word.facet == self.words.main:
            return None
        return False, self._phrased(word, "+"), word.facet

    def _phrased(self, word: Word, sign: str) -> list[Piece]:
        """The value as it follows a noun: "directed by Ana Ruiz"."""
        if not word.lead and not word.tail:
            link = "" if self.chinese else self.rng.choice(["that is ", "that's ", "", "with "])
            return [Piece(link), Piece(word.text, word.line(sign))] if link else [Piece(word.text, word.line(sign))]
        return [
            Piece(p) if isinstance(p, str) else p
            for p in (word.lead, Piece(word.text, word.line(sign)), word.tail)
            if p
        ]

    def _bound(self) -> tuple[bool, list[Piece], str] | None:
        number = self._number()
        return None if number is None else (False, self.bound(number, "+"), number.name)

    def _flag(self) -> tuple[bool, list[Piece], str] | None:
        word = self._flag_word()
        if word is None:
            return None
        piece = Piece(word.text, word.line("+"))
        if self.chinese or word.text.startswith(("with ", "that ", "which ", "has ")):
            return False, [piece], word.facet
        if len(word.text.split()) <= 2 and self.rng.random() < 0.55:
            return True, [piece], word.facet
        return False, [Piece(self.rng.choice(["that is ", "that's ", "with ", "which is ", ""])), piece], word.facet

    def _wish(self) -> tuple[bool, list[Piece], str] | None:
        word = self.foreign_word()
        if word is None:
            return None
        before = word.before and len(word.text.split()) <= 2
        if before:
            return True, [Piece(word.text, FrameLine(sign="+", facet=WISH))], WISH
        text = word.text if self.chinese else f"{word.lead or 'with '}{word.text}{word.tail}"
        return False, [Piece(text, FrameLine(sign="+", facet=WISH))], WISH

    def _level(self) -> tuple[bool, list[Piece], str] | None:
        if not self.words.levels:
            return None
        word = self.rng.choice(self.words.levels)
        return len(word.text.split()) <= 2, [Piece(word.text, word.line("+"))], word.facet

    def _model(self) -> tuple[bool, list[Piece], str] | None:
        lead = self.rng.choice(["像", "类似", "跟"] if self.chinese else ["like ", "similar to ", "in the style of "])
        tail = self.rng.choice(["那样的", "一样的", "那种"]) if self.chinese else ""
        return False, [Piece(lead), *self.title("+"), *([Piece(tail)] if tail else [])], ITEM

    # conditions and tastes

    def stance(self, kind: str) -> Clause:
        """One clause of a stance (a key of SIGNS), about a value, a phrase, a flag, a number, a level or a wish."""
        kinds = ["value", "value", "value", "phrase", *(["flag"] if kind in ("want", "nice", "must", "avoid") else [])]
        kinds += ["number", "number"] if kind in ("want", "nice", "must") else []
        kinds += ["level"] if kind in ("want", "nice", "mild", "avoid") else []
        kinds += ["wish"] if kind in ("want", "avoid", "mild") and self.rng.random() < 0.5 else []
        pieces = self._stanced(self.rng.choice(kinds), kind)
        intent = Intent.INFORM if kind in ("taste", "hate") else Intent.CONSTRAIN
        return Clause(tuple(pieces), (intent,))

    def _stanced(self, about: str, kind: str) -> list[Piece]:
        sign = SIGNS[kind]
        if about == "number" and (number := self._number()) is not None:
            if kind == "nice":
                return fill(self.rng.choice(self.bank.hedges), {"v": self.bound(number, "?")})
            return self.bound(number, "+") if self.rng.random() < 0.5 else self.number_clause(number)
        if about == "flag" and (flag := self._flag_word()) is not None:
            return fill(self.bank.pick(f"flag.{kind}", self.rng), {"f": Piece(flag.text, flag.line(sign))})
        if about == "level" and self.words.levels:
            word = self.rng.choice(self.words.levels)
            return fill(self.bank.pick(f"value.{kind}", self.rng), {"v": Piece(word.text, word.line(sign))})
        if about == "wish" and (foreign := self.foreign_word()) is not None:
            return fill(
                self.bank.pick(f"value.{kind}", self.rng), {"v": Piece(foreign.text, FrameLine(sign=sign, facet=WISH))}
            )
        word = self.words.value(self.rng)
        if about == "phrase" and kind != "mild" and (word.lead or word.tail):
            return fill(self.bank.pick(f"phrase.{kind}", self.rng), {"vp": self._phrased(word, sign)})
        return fill(self.bank.pick(f"value.{kind}", self.rng), {"v": Piece(word.text, word.line(sign))})

    def implied(self) -> Clause:
        """A circumstance from which a wish follows: "for my kids, 6 and 9", "there are four of us"."""
        if not self._implied:
            return self.stance("want")
        facet, operator, phrases = self.rng.choice(self._implied)
        before, stretch, after = _STRETCH.fullmatch(self.rng.choice(phrases)).groups()  # type: ignore[union-attr]
        if stretch == "n":
            stretch = self.words.few(self.rng)
        line = FrameLine(sign="+", facet=facet, operator=operator)
        pieces = (Piece(before), Piece(stretch, line), Piece(after))
        return Clause(tuple(p for p in pieces if p.text), (Intent.CONSTRAIN,))

    def several(self, kind: str) -> Clause:
        """A list of values: either, both, neither, either_not, this_not_that; correction and change among them."""
        signs = {
            "either": "++",
            "both": "++",
            "neither": "--",
            "either_not": "++-",
            "this_not_that": "+-",
            "correction": " +",
            "change": "+",
        }[kind]
        if kind == "correction" and self.words.numbers and self.rng.random() < 0.35:
            return self._corrected_number()
        word = self.words.value(self.rng)
        rest = self.words.others(self.rng, word, len(signs) - 1)
        if kind in ("both", "neither", "this_not_that") and self.rng.random() < 0.3:
            rest = [self.words.value(self.rng) for _ in rest]  # of other facets
        if len(rest) < len(signs) - 1:
            return self.stance("want")
        section = kind if kind in ("correction", "change") else f"lists.{kind}"
        names = ("v", "v2", "v3")
        filling = {
            name: Piece(each.text, each.line(sign)) if sign != " " else Piece(each.text)
            for name, each, sign in zip(names, [word, *rest], signs, strict=False)
        }
        return Clause(tuple(fill(self.bank.pick(section, self.rng), filling)), (Intent.CONSTRAIN,))

    def _corrected_number(self) -> Clause:
        """A bound and at once another one, whole or the number alone: only the second counts."""
        number = self.rng.choice(self.words.numbers)
        first, second = self.bound(number, "+"), self.bound(number, "+")
        (line, *others) = [piece.line for piece in first if piece.line is not None]
        if not others and self.rng.random() < 0.5:
            second = [Piece(self.words.said(self.rng, number, labelled=True), line)]
        filling = {"v": [Piece(piece.text) for piece in first], "v2": second}
        return Clause(tuple(fill(self.bank.pick("correction", self.rng), filling)), (Intent.CONSTRAIN,))

    def amended(self, clause: Clause) -> list[Clause]:
        """The clause, and one that changes a value or number of it, of which alone the line is then made."""
        facets = [piece.line.facet for piece in clause.pieces if piece.line is not None]
        numbers = {number.name: number for number in self.words.numbers}
        places = list(enumerate(clause.pieces))
        for at, (text, line) in self.rng.sample(places, len(places)):
            if line is None or facets.count(line.facet) > 1 or line.facet == self.words.main:
                continue
            if line.facet in numbers and any(c.isdigit() for c in text):
                other = self.words.said(self.rng, numbers[line.facet], labelled=True)
            elif line.facet in self.words.words:
                other = self.words.value(self.rng, line.facet).text
            else:
                continue
            before = clause._replace(pieces=(*clause.pieces[:at], Piece(text), *clause.pieces[at + 1 :]))
            change = fill(self.bank.pick("change", self.rng), {"v": Piece(other, line)})
            return [before, Clause(tuple(change), clause.intents)]
        return [clause]

    def bound(self, number: Number, sign: str) -> list[Piece]:
        """A number as a modifier: "under $80", "from the 90s"."""
        if number.yearly and self.rng.random() < 0.35:
            line = FrameLine(sign=sign, facet=number.name, operator="=")
            lead = (
                ""
                if self.chinese
                else self.rng.choice(["from the ", "from the ", "of the ", "made in the ", "the ", ""])
            )
            return [Piece(lead), Piece(self.words.decade(self.rng, number), line)]
        kind = self.rng.choices(("max", "min", "range", "around", "exact"), (44, 26, 16, 9, 5))[0]
        section = f"number.{kind}"
        if number.yearly and kind in ("max", "min") and self.rng.random() < 0.6:
            section += "_strict_year"
        return self._numbered(
            section, number, sign, needs_label=not (number.money or number.yearly or number.facet.unit)
        )

    def number_clause(self, number: Number) -> list[Piece]:
        kind = self.rng.choices(("max", "min", "range", "around"), (45, 30, 15, 10))[0]
        return self._numbered(f"number_clause.{kind}", number, "+", needs_label=not (number.money or number.facet.unit))

    def _numbered(self, section: str, number: Number, sign: str, needs_label: bool) -> list[Piece]:
        phrase = self.bank.pick(section, self.rng, having=("label",) if needs_label else ())
        if "预算" in phrase and not number.money:
            phrase = self.bank.pick(section, self.rng, having=("label",))
        labelled = "label" in slots(phrase)
        if "n2" in slots(phrase):
            pair = self.words.pair(self.rng, number, labelled)
            if pair is None:
                return self.number_clause(number)
            low, high = (FrameLine(sign=sign, facet=number.name, operator=o) for o in (">", "<"))
            filling = {"n": Piece(pair[0], low), "n2": Piece(pair[1], high)}
        else:
            kind = section.split(".")[1].removesuffix("_strict_year")
            line = FrameLine(sign=sign, facet=number.name, operator=_BOUNDS[kind])
            filling = {"n": Piece(self.words.said(self.rng, number, labelled), line)}
        return fill(phrase, {**filling, "label": self.words.labels[number.name]})

    # items

    def item(self, kind: str) -> Clause:
        sign, intent = {
            "model": ("+", Intent.REQUEST),
            "taste": ("*", Intent.INFORM),
            "hate": ("x", Intent.INFORM),
            "seen": (".", Intent.INFORM),
        }[kind]
        return Clause(tuple(fill(self.bank.pick(f"item.{kind}", self.rng), {"t": self.title(sign)})), (intent,))

    def title(self, sign: str) -> list[Piece]:
        """A title, plain or in quotation marks."""
        text = self.rng.choice(self.words.titles)
        text = text.lower() if self.rng.random() < 0.12 else text
        opening, closing = self.rng.choice(
            (("", ""), ("", ""), ("", ""), ("“", "”"), ('"', '"'), ("《", "》") if self.chinese else ("'", "'"))
        )
        return [
            Piece(p) if isinstance(p, str) else p
            for p in (opening, Piece(text, FrameLine(sign=sign, facet=ITEM)), closing)
            if p
        ]

    def critique(self, section: str, shown: int) -> Clause | None:
        if not self.words.critiques:
            return None
        word = self.rng.choice(self.words.critiques)
        pieces = [Piece(word.text, FrameLine(sign="", facet=word.facet, operator=word.operator))]
        if self.rng.random() < 0.12 and (other := self.rng.choice(self.words.critiques)).facet != word.facet:
            pieces += [
                Piece("、" if self.chinese else " and "),
                Piece(other.text, FrameLine(sign="", facet=other.facet, operator=other.operator)),
            ]
        place, ordinal = self.ordinal(shown)
        filled = fill(self.bank.pick(section, self.rng), {"c": pieces, "ord": ordinal})
        return Clause(tuple(filled), (Intent.CRITIQUE,), (place,) if section.endswith("ref") else ())

    def ordinal(self, count: int, other_than: int = 0) -> tuple[int, str]:
        """(place, words) of a reference to one of `count` items shown."""
        places = [
            p
            for p in (1, 2, 3, 4, 5, -1)
            if p <= count and p != other_than and (p, other_than) not in ((-1, count), (count, -1))
        ] or [-1]
        place = self.rng.choices(places, [1 if p == -1 else 2 for p in places])[0]
        return place, self.bank.pick(f"ordinals.{place}", self.rng)

    # words

    def _number(self) -> Number | None:
        return self.rng.choice(self.words.numbers) if self.words.numbers else None

    def _flag_word(self) -> Word | None:
        return self.rng.choice(self.words.flags[self.rng.choice(list(self.words.flags))]) if self.words.flags else None

    def foreign_word(self) -> Word | None:
        """A word of another domain, which here is a free wish."""
        for _ in range(8):
            word = self.rng.choice(self._foreign).value(self.rng)
            if word.before and word.text.casefold() not in self.words.known:
                return word
        return None


Maker = Callable[[], Clause]
__all__ = ["SIGNS", "ClauseWriter", "Maker", "plain"]
