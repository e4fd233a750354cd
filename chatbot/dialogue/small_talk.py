"""What is said to greetings, thanks, a choice made, and what the assistant is not for."""

import random
from collections.abc import Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.prompts import Wording
from chatbot.records import Intent, SessionState, Understanding


class SmallTalk:
    """Small talk about one catalogue."""

    def __init__(self, catalogue: Catalogue, seed: int | None = None) -> None:
        """seed: of what is left to chance, which otherwise differs between sessions."""
        self._seed = seed
        self._catalogue = catalogue
        self._pack = catalogue.pack

    def __call__(
        self, understanding: Understanding, state: SessionState, known: Sequence[str], wording: Wording
    ) -> str:
        noun = self._pack.nouns(understanding.language)
        if Intent.ACCEPT in understanding.intents:
            taken = [
                item.named(wording.code)
                for item in map(self._catalogue.item, understanding.taken or understanding.references)
                if item is not None
            ]
            kept = "accepted" if len(taken) == 1 else "accepted_several"
            key = "accepted_nothing" if not taken else kept if state.guest is None else "accepted_for_now"
            said = (
                [wording.say(key, title=wording.say("comma").join(taken))] if taken or not understanding.orders else []
            )
            return wording.say("sentences").join([*said, *self._no_orders(understanding, wording)])
        if understanding.orders:
            return wording.say("sentences").join(self._no_orders(understanding, wording))
        if understanding.hesitates:
            return wording.say("unhurried")
        if Intent.GOODBYE in understanding.intents:
            return wording.say("goodbye")
        if Intent.THANK in understanding.intents:
            return wording.say("thank")
        return " ".join([wording.say("greet", noun=noun, example=self.example(understanding.language, state)), *known])

    def _no_orders(self, understanding: Understanding, wording: Wording) -> list[str]:
        """That nothing can be ordered here, and where the item is, where it was to be."""
        if not understanding.orders:
            return []
        items = map(self._catalogue.item, understanding.references)
        link = next((item.link for item in items if item is not None and item.link), "")
        return [wording.say("no_orders_link", link=link) if link else wording.say("no_orders")]

    def decline(self, understanding: Understanding, state: SessionState, manipulates: bool, wording: Wording) -> str:
        noun = self._pack.nouns(understanding.language)
        if manipulates:
            return wording.say("manipulated", noun=noun)
        readable = any(c.isalnum() for c in understanding.text)
        example = self.example(understanding.language, state)
        if understanding.foreign:
            return wording.say("foreign", example=example)
        return (
            wording.say("decline", noun=noun, example=example) if readable else wording.say("unread", example=example)
        )

    def example(self, language: str, state: SessionState) -> str:
        """One of the pack's examples of what to say, another one in another session or turn."""
        chance = random.Random(f"{state.session_id if self._seed is None else self._seed} {state.turn}")
        examples = self._pack.examples.get(language) or self._pack.examples.get("en") or (self._pack.nouns(language),)
        return chance.choice(examples)
