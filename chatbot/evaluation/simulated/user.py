"""A simulated user: a target, a temper, and what was said so far. Says attributes, never the title."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal

from chatbot.dialogue.text import key_of
from chatbot.evaluation.simulated.rewording import Rewording, as_it_is
from chatbot.evaluation.simulated.wants import Want
from chatbot.records import Item

Persona = Literal["cooperative", "terse", "changing", "contradictory", "impatient"]
PERSONAS: tuple[Persona, ...] = ("cooperative", "terse", "changing", "contradictory", "impatient")
_PARTLY = 0.25
"""How often a question is answered in part: one value where the target has several."""


class SimulatedUser:
    """One conversation's user. `wants`: all that is true of the target, in the order it may be said."""

    def __init__(
        self,
        target: Item,
        wants: Sequence[Want],
        wrong: Want | None,
        persona: Persona,
        phrases: Mapping[str, Sequence[str]],
        nouns: Mapping[str, str],
        rng: Random,
        reword: Rewording = as_it_is,
    ) -> None:
        """wrong: something that is not true of the target, for those who change their mind."""
        self.persona = persona
        self.told: set[str] = set()
        """Facets spoken of."""
        self._target, self._left, self._wrong = target, list(wants), wrong
        self._phrases, self._nouns, self._rng = phrases, nouns, rng
        self._said: list[Want] = []
        self._attributes = [want.text for want in (*wants, *([wrong] if wrong else []))]
        self._reword = reword
        self.reworded = 0
        """Messages said in other words than the templates'."""

    def opening(self) -> str:
        """The first message: two attributes, or one from those of few words."""
        if self.persona == "changing" and self._wrong is not None:
            first = self._take(1)
            return self._checked(self._phrase("open", a=_joined([*first, self._wrong])))
        if self.persona in ("terse", "impatient"):
            return self._checked(self._phrase("terse" if self.persona == "terse" else "open", a=_joined(self._take(1))))
        return self._checked(self._phrase("open", a=_joined(self._take(2))))

    def reply(self, asked: str | None, turn: int) -> tuple[str, bool]:
        """(message, whether what was shown is turned down) after a list without the target."""
        if self.persona == "changing" and self._wrong is not None:
            wrong, self._wrong = self._wrong, None
            right = self._about(wrong.facet) or self._take(1)
            return self._checked(self._phrase("correct", b=wrong.text, a=_joined(right))), False
        if self.persona == "contradictory" and turn in (2, 3) and self._said:
            return self._contradiction(turn), False
        if self.persona == "impatient" and turn % 2 == 0:
            return self._checked(self._phrase("impatient")), True
        said = self._answer(asked) if asked and self.persona != "impatient" else self._more()
        if self.persona == "terse":
            return self._checked(said), False
        return self._checked(f"{self._phrase('reject')} {said}"), True

    def _answer(self, asked: str) -> str:
        found = self._about(asked)
        if found and len(found) > 1 and self._rng.random() < _PARTLY:
            self._left += found[1:]
            found = found[:1]
        if not found:
            return self._phrase("indifferent")
        return self._phrase("answer", a=_joined(found))

    def _more(self) -> str:
        found = self._take(1)
        return self._phrase("volunteer", a=_joined(found)) if found else self._phrase("impatient")

    def _contradiction(self, turn: int) -> str:
        """Takes back what was said first, then says it again."""
        first = next((want for want in self._said if want.value is not None), None)
        if first is None:
            return self._checked(self._more())
        if turn == 2:
            return self._checked(self._phrase("retract", b=first.text))
        return self._checked(self._phrase("restore", b=first.text, a=_joined(self._take(1))))

    def _about(self, facet: str) -> list[Want]:
        found = [want for want in self._left if want.facet == facet][:2]
        return self._note(found)

    def _take(self, count: int) -> list[Want]:
        """The next attributes, of facets not spoken of yet where there are any."""
        fresh = [want for want in self._left if want.facet not in self.told] or self._left
        chosen: list[Want] = []
        for want in fresh:
            if len(chosen) < count and want.facet not in {c.facet for c in chosen}:
                chosen.append(want)
        return self._note(chosen)

    def _note(self, found: list[Want]) -> list[Want]:
        self._left = [want for want in self._left if want not in found]
        self._said += found
        self.told |= {want.facet for want in found}
        return found

    def _phrase(self, kind: str, **filling: str) -> str:
        return self._rng.choice(self._phrases[kind]).format(**filling, **self._nouns)

    def _checked(self, message: str) -> str:
        """The message to send. Raises AssertionError if it gave the title away: a simulated user must not."""
        kept = [text for text in self._attributes if text in message]
        sent = self._reword(message, kept, self._target.title)
        self.reworded += sent != message
        title = key_of(self._target.title)
        assert len(title) < 4 or f" {title} " not in f" {key_of(sent)} ", f"{sent!r} names {title!r}"
        return sent


def _joined(wants: Sequence[Want]) -> str:
    return ", ".join(want.text for want in wants) or "anything"
