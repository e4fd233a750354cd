"""Writes training messages: scenes of a dialogue, in the words of one domain and one language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from chatbot.dialogue.frame import FrameLine, brief
from chatbot.records import ITEM, WISH, Intent
from chatbot.training.clauses import ClauseWriter
from chatbot.training.noise import noisy
from chatbot.training.phrases import PhraseBank, fill, slots
from chatbot.training.sample import Clause, Piece, Sample, frame_of, joined, plain, text_of
from chatbot.training.vocabulary import Vocabulary

_STANCES = {"want": 24, "avoid": 26, "nice": 11, "must": 13, "mild": 9}
_LISTS = {"either": 5, "both": 3, "neither": 5, "either_not": 4, "this_not_that": 5, "correction": 5, "change": 6}
_TASTES = {
    ("value", "taste"): 34, ("value", "hate"): 34, ("item", "taste"): 14, ("item", "hate"): 9, ("item", "seen"): 9,
}  # fmt: skip
_STORIES = 0.4
"""Share of the asides that name a value."""
_SHOWN_MOSTLY = {
    Intent.CONSTRAIN,
    Intent.CRITIQUE,
    Intent.REJECT,
    Intent.ACCEPT,
    Intent.WHY,
    Intent.COMPARE,
    Intent.SIMILAR,
}


class Scene:
    """What was on screen and asked when the message was written."""

    def __init__(self, vocabulary: Vocabulary, shown: bool, rng: Random) -> None:
        count = rng.choices((1, 2, 3, 4, 5), (6, 6, 30, 25, 33))[0] if shown else 0
        self.titles = tuple(rng.sample(vocabulary.titles, min(count, len(vocabulary.titles))))
        self.asked: str | None = None
        self.said: tuple[str, ...] = ()


class MessageWriter:
    """Writes samples about one domain in one language; the same seed writes the same samples."""

    def __init__(self, vocabulary: Vocabulary, bank: PhraseBank, foreign: Sequence[Vocabulary], rng: Random) -> None:
        self._words = vocabulary
        self._bank = bank
        self._rng = rng
        self._nouns = {"noun": vocabulary.nouns[0], "nouns": vocabulary.nouns[-1]}
        self._clauses = ClauseWriter(vocabulary, bank, foreign, rng)
        self._scenes: Mapping[Callable[[Scene], Clause], int] = {
            self._request: 30, self._follow_up: 21, self._taste: 9, self._critique: 7, self._similar: 4,
            self._ask_item: 6, self._compare: 3, self._why: 3, self._accept: 3, self._reject: 6, self._forget: 3,
            self._answer: 6, self._service: 5, self._social: 9, self._aside: 4, self._mixed: 11,
        }  # fmt: skip

    def samples(self, count: int) -> Iterator[Sample]:
        """That many different messages."""
        seen: set[str] = set()
        while len(seen) < count:
            sample = self._sample()
            if sample is not None and sample.text not in seen:
                seen.add(sample.text)
                yield sample

    def _sample(self) -> Sample | None:
        make = self._rng.choices(list(self._scenes), list(self._scenes.values()))[0]
        scene = Scene(self._words, shown=True, rng=self._rng)
        clause = make(scene)
        needed = bool(clause.references) or scene.asked is not None
        first = clause.intents[0]
        if not needed and self._rng.random() > (0.75 if first in _SHOWN_MOSTLY else 0.12):
            scene.titles = ()
            clause = _opening(clause) if not scene.said else clause
        if self._rng.random() < (0.45 if scene.titles else 0.08):
            scene.said = self._recalled(scene)
        pieces = noisy(self._dressed(clause.pieces), self._words.language, self._rng)
        text = text_of(pieces).strip()
        if not any(c.isalnum() for c in text) or len(text) > 500:
            return None
        return Sample(
            domain=self._words.domain,
            language=self._words.language,
            text=text,
            frame=frame_of(clause._replace(pieces=pieces)),
            titles=scene.titles,
            asked=scene.asked,
            said=scene.said,
        )

    def _recalled(self, scene: Scene) -> tuple[str, ...]:
        """What was said before: the scene's own among up to three others."""
        others = [self._clauses.stance(self._rng.choice(list(_STANCES))) for _ in range(self._rng.randint(1, 3))]
        lines = frame_of(joined(others)).lines
        briefs = [brief(line.facet, line.phrase, line.sign in ("-", "~", "x")) for line in lines if line.facet != WISH]
        whole = list(dict.fromkeys([*scene.said, *briefs]))[:4]
        self._rng.shuffle(whole)
        return tuple(whole)

    def _dressed(self, pieces: Sequence[Piece]) -> list[Piece]:
        """With what people say around the matter: a greeting, a story, a please."""
        gap = "" if self._words.language == "zh" else " "
        dressed = list(pieces)
        if self._rng.random() < 0.14:
            dressed = [Piece(self._phrase("openers") + gap), *dressed]
        for _ in range(self._rng.choices((0, 1, 2), (76, 20, 4))[0]):
            aside = self._aside_piece()
            stop = Piece(self._rng.choice(["。", "，"] if gap == "" else [". ", ", ", " and ", "... "]))
            dressed = [aside, stop, *dressed] if self._rng.random() < 0.6 else [*dressed, stop, aside]
        if self._rng.random() < 0.12:
            dressed = [*dressed, Piece(gap + self._phrase("closers"))]
        if self._rng.random() < 0.05:
            dressed = [Piece(self._phrase("fillers") + gap), *dressed]
        return dressed

    def _aside_piece(self) -> Piece:
        """What is told by the way, now and then with a value of the catalogue in it, which is not asked for."""
        if self._rng.random() < _STORIES:
            story = fill(self._phrase("stories"), {"v": self._words.value(self._rng).text})
            return Piece(text_of(story))
        return Piece(self._phrase("chatter"))

    # scenes

    def _request(self, scene: Scene) -> Clause:
        clauses = [self._clauses.item("model") if self._rng.random() < 0.08 else self._clauses.request()]
        if self._rng.random() < 0.06:
            clauses[:0] = [self._taken_back(self._clauses.request())]
        elif self._rng.random() < 0.07:
            clauses = self._clauses.amended(clauses[0])
        clauses += [self._condition() for _ in range(self._rng.choices((0, 1, 2, 3), (50, 33, 13, 4))[0])]
        if self._rng.random() < 0.08:
            clauses.insert(0, self._clauses.stance(self._rng.choice(("taste", "hate"))))
        return self._chained(clauses, (Intent.REQUEST,))

    def _taken_back(self, clause: Clause) -> Clause:
        """Words that the rest of the message takes back, so that nothing is made of them: "a tent, no wait"."""
        gap = "" if self._words.language == "zh" else " "
        said = [Piece(piece.text) for piece in clause.pieces]
        stop = self._rng.choice(("，", "。", "……") if gap == "" else (", ", ". ", "... ", " "))
        return clause._replace(pieces=(*said, Piece(stop + self._phrase("scrap"))))

    def _follow_up(self, scene: Scene) -> Clause:
        if self._words.numbers and self._rng.random() < 0.06:
            return self._changed_number(scene)
        count = self._rng.choices((1, 2, 3), (68, 25, 7))[0]
        return self._chained([self._condition() for _ in range(count)], (Intent.CONSTRAIN,))

    def _changed_number(self, scene: Scene) -> Clause:
        """Another number for a bound set before, which alone tells what the number is of: "make that 60"."""
        number = self._rng.choice(self._words.numbers)
        before = frame_of(Clause(tuple(self._clauses.bound(number, "+")))).lines
        scene.said = (brief(number.name, before[0].phrase),)
        text = self._words.said(self._rng, number, labelled=True)
        line = FrameLine(sign="+", facet=number.name, operator=before[0].operator)
        return Clause(tuple(fill(self._phrase("change"), {"v": Piece(text, line)})), (Intent.CONSTRAIN,))

    def _taste(self, scene: Scene) -> Clause:
        chosen = self._rng.choices(list(_TASTES), list(_TASTES.values()), k=self._rng.choices((1, 2), (75, 25))[0])
        clauses = [
            self._clauses.item(kind) if about == "item" else self._clauses.stance(kind) for about, kind in chosen
        ]
        return self._chained(clauses, (Intent.INFORM,))

    def _critique(self, scene: Scene) -> Clause:
        made = self._clauses.critique("critique_ref" if self._rng.random() < 0.25 else "critique", len(scene.titles))
        if made is None:
            return self._follow_up(scene)
        more = [self._condition()] if self._rng.random() < 0.2 else []
        return self._chained([made, *more], (Intent.CRITIQUE,))

    def _similar(self, scene: Scene) -> Clause:
        if self._rng.random() < 0.25:
            return self._plain("similar_this", Intent.SIMILAR)
        return self._about("similar", scene, (Intent.SIMILAR,), "+")

    def _ask_item(self, scene: Scene) -> Clause:
        if self._rng.random() < 0.25:
            word = self._words.value(self._rng)
            filled = fill(self._phrase("quoted"), {"t": self._clauses.title("."), "v": word.text})
            return Clause(tuple(filled), (Intent.ASK_ITEM,))
        return self._about("ask_item", scene, (Intent.ASK_ITEM,))

    def _compare(self, scene: Scene) -> Clause:
        return self._about("compare", scene, (Intent.COMPARE,))

    def _why(self, scene: Scene) -> Clause:
        return self._about("why", scene, (Intent.WHY,))

    def _accept(self, scene: Scene) -> Clause:
        return self._about("accept", scene, (Intent.ACCEPT,))

    def _reject(self, scene: Scene) -> Clause:
        kind = self._rng.choices(("reject", "reject_reason", "already"), (40, 42, 18))[0]
        clauses = [self._about(kind, scene, (Intent.REJECT,), "-")]
        if self._rng.random() < 0.2:
            clauses.append(self._condition())
        return self._chained(clauses, (Intent.REJECT,))

    def _forget(self, scene: Scene) -> Clause:
        word = self._words.value(self._rng)
        if self._rng.random() < 0.5:
            scene.said = (brief(word.facet, word.text, self._rng.random() < 0.5),)
        label = self._rng.choice(list(self._words.labels.values()))
        filled = fill(self._phrase("drop"), {"v": Piece(word.text, word.line("+")), "label": label})
        return Clause(tuple(filled), (Intent.FORGET,))

    def _answer(self, scene: Scene) -> Clause:
        """A short answer to an open question."""
        flags = self._words.flags
        if flags and self._rng.random() < 0.25:
            scene.asked = self._rng.choice(list(flags))
            yes = self._rng.random() < 0.5
            line = FrameLine(sign="+" if yes else "-", facet=scene.asked)
            text = self._phrase("answer_yes" if yes else "answer_no")
            return Clause((Piece(text, line),), (Intent.CONSTRAIN,))
        word = self._words.value(self._rng)
        scene.asked = word.facet
        if self._rng.random() < 0.35:
            return self._plain("answer_none", Intent.INFORM)
        if self._rng.random() < 0.2:
            return self._clauses.stance("avoid")
        filled = fill(self._phrase("answer_value"), {"v": Piece(word.text, word.line("+"))})
        return Clause(tuple(filled), (Intent.CONSTRAIN,))

    def _service(self, scene: Scene) -> Clause:
        return self._about("support", scene, (Intent.SUPPORT,))

    def _social(self, scene: Scene) -> Clause:
        kinds = {
            "greet": Intent.GREET, "goodbye": Intent.GOODBYE, "thank": Intent.THANK, "undo": Intent.UNDO,
            "reset": Intent.RESET, "profile": Intent.PROFILE, "handoff": Intent.HANDOFF,
        }  # fmt: skip
        name = self._rng.choice(list(kinds))
        return self._plain(name, kinds[name])

    def _aside(self, scene: Scene) -> Clause:
        return self._about("out_of_scope", scene, (Intent.OUT_OF_SCOPE,))

    def _mixed(self, scene: Scene) -> Clause:
        """Two matters in one message; the one that most needs an answer counts first."""
        main = self._rng.choice(
            (self._service, self._service, self._why, self._compare, self._reject, self._ask_item, self._similar)
        )
        side = self._rng.choice(
            (self._accept, self._follow_up, self._request, self._taste, self._critique, self._follow_up)
        )
        pair = [(main, side(scene)), (main, main(scene))]
        first, second = pair[1][1], pair[0][1]
        order = [first, second] if self._rng.random() < 0.5 else [second, first]
        said = self._chained(order, ())
        return said._replace(intents=tuple(dict.fromkeys([*first.intents, *second.intents])))

    # parts

    def _condition(self) -> Clause:
        if self._rng.random() < 0.12:
            return self._clauses.implied()
        if self._rng.random() < 0.26:
            return self._clauses.several(self._rng.choices(list(_LISTS), list(_LISTS.values()))[0])
        return self._clauses.stance(self._rng.choices(list(_STANCES), list(_STANCES.values()))[0])

    def _about(self, section: str, scene: Scene, intents: tuple[Intent, ...], sign: str = ".") -> Clause:
        """A phrase that may point at shown items, name titles, values, flags and labels."""
        lacking = ("ord2",) if len(scene.titles) == 1 else ()
        phrase = self._bank.pick(section, self._rng, lacking=lacking)
        named = set(slots(phrase))
        place, ordinal = self._clauses.ordinal(len(scene.titles))
        other, ordinal2 = self._clauses.ordinal(len(scene.titles), other_than=place)
        states = section == "reject_reason"
        word, flag = self._words.value(self._rng), self._flag()
        critique = self._rng.choice(self._words.critiques) if self._words.critiques else word
        filling: dict[str, str | Piece | Sequence[Piece]] = {
            "ord": ordinal,
            "ord2": ordinal2,
            "t": self._clauses.title(sign if sign == "+" else "."),
            "t2": self._clauses.title("."),
            "v": Piece(word.text, word.line("-") if states else None),
            "f": Piece(flag, FrameLine(sign="-", facet=self._flag_facet) if states and self._flag_facet else None),
            "c": Piece(
                critique.text,
                FrameLine(sign="", facet=critique.facet, operator=critique.operator)
                if states and critique is not word
                else None,
            ),
            "label": self._rng.choice(list(self._words.labels.values())),
            "v2": Piece(self._words.value(self._rng).text),
            "n": self._figure(),
            **self._nouns,
        }
        places = [p for slot, p in (("ord", place), ("ord2", other)) if slot in named]
        return Clause(tuple(fill(phrase, filling)), intents, tuple(places))

    def _figure(self) -> str:
        """A number in words, said of nothing."""
        numbers = self._words.numbers
        return self._words.said(self._rng, self._rng.choice(numbers), labelled=False) if numbers else "3"

    def _flag(self) -> str:
        """A flag in words; its facet is kept beside it."""
        if not self._words.flags:
            self._flag_facet = ""
            return self._words.value(self._rng).text
        self._flag_facet = self._rng.choice(list(self._words.flags))
        return self._rng.choice(self._words.flags[self._flag_facet]).text

    _flag_facet = ""

    def _chained(self, clauses: Sequence[Clause], intents: tuple[Intent, ...]) -> Clause:
        """The clauses one after the other, as people join them."""
        chinese = self._words.language == "zh"
        parts: list[Clause] = []
        for clause in clauses:
            if parts:
                against = any(p.line is not None and p.line.sign in ("-", "~", "x") for p in clause.pieces)
                roll = self._rng.random()
                if roll < 0.4:
                    joint = self._rng.choice(["，", "，", "。", " "] if chinese else [", ", ", ", ". ", " ", "; "])
                else:
                    joint = self._phrase("contrast_joints" if against and roll < 0.75 else "joints") + (
                        "" if chinese else " "
                    )
                parts.append(plain(joint))
            parts.append(clause)
        whole = joined(parts)
        return whole._replace(intents=intents or whole.intents)

    def _plain(self, section: str, intent: Intent) -> Clause:
        return Clause(tuple(fill(self._phrase(section), self._nouns)), (intent,))

    def _phrase(self, section: str) -> str:
        return self._bank.pick(section, self._rng)


def _opening(clause: Clause) -> Clause:
    """With nothing on screen, a plain wish opens a search: a request rather than a condition on one."""
    wants = [p.line.sign for p in clause.pieces if p.line is not None and p.line.facet != ITEM and not p.line.operator]
    if clause.intents == (Intent.CONSTRAIN,) and wants and all(sign == "+" for sign in wants):
        return clause._replace(intents=(Intent.REQUEST,))
    return clause
