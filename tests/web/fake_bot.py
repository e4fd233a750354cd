"""A small chatbot that yields the same events as the real one, over a handful of real items and the real store."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from chatbot.catalogue.pack import Pack, find_pack
from chatbot.errors import InputError
from chatbot.profile.store import SqlStore
from chatbot.records import (
    Done,
    Event,
    Fact,
    FactsTrace,
    Intent,
    Item,
    Items,
    Profile,
    ProfileChange,
    Recommendation,
    Reply,
    Scope,
    Token,
    TurnTrace,
    Understanding,
    Understood,
)

ROOT = Path(__file__).resolve().parents[2]


@cache
def pack_of(name: str) -> Pack:
    return find_pack(name, ROOT / "knowledge")


def items_of(pack: Pack, count: int = 6) -> tuple[Item, ...]:
    assert pack.folder is not None
    lines = (pack.folder / pack.items).read_text(encoding="utf-8").splitlines()[:count]
    rows = [json.loads(line) for line in lines]
    return tuple(
        Item(
            id=row["id"], title=row["title"], summary=row["summary"],
            attributes={k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in pack.facets},
        )
        for row in rows
    )  # fmt: skip


def recommendation(item: Item, *reasons: str) -> Recommendation:
    return Recommendation(
        item_id=item.id,
        title=item.title,
        score=1.0,
        contributions={"stated": 1.0},
        reasons=reasons,
        attributes=item.attributes,
        summary=item.summary,
    )


_BEFORE_PROSE = 0.5
"""Seconds between the items and the first word: enough for a busy machine to draw the cards apart from the prose."""


class FakeBot:
    """Takes every word as a wish and recommends the first items; `pause`: seconds between two words of its answer."""

    def __init__(self, domain: str, database: str, pause: float = 0.0) -> None:
        self.pack = pack_of(domain)
        items = items_of(self.pack)
        self.catalogue = SimpleNamespace(
            pack=self.pack, items=items, item=lambda key: next((i for i in items if i.id == key), None)
        )
        self.store = SqlStore(database)
        self._pause = pause

    def profile(self, user: str, session: str) -> Profile:
        return self.store.load_profile(user, session, self.pack.name)

    def stream(self, message: str, user: str, session: str) -> Iterator[Event]:
        if not message.strip():
            raise InputError("The message is empty. Say what you are looking for, in your own words.")
        if message == "break":
            raise RuntimeError("secret detail of the inside")
        state = self.store.load_session(session, user, self.pack.name)
        language = "zh" if any(c > "\u3000" for c in message) else "en"
        understanding = Understanding(text=message, intent=Intent.REQUEST, language=language)
        fact = Fact(
            id=uuid4().hex, facet="wish", value=message, words=message, session_id=session, turn=state.turn + 1, valid_from=datetime.now(UTC),
            scope=Scope.LASTING if "love" in message else Scope.SESSION, hard="no " in message,
        )  # fmt: skip
        facts = FactsTrace(added=(fact,), active=(*self.profile(user, session).facts, fact))
        yield Understood(understanding=understanding, facts=facts)
        found = tuple(
            recommendation(item, f"close in meaning to “{message}”", "meets all your conditions")
            for item in self.catalogue.items[:5]
        )
        yield Items(recommendations=found)
        time.sleep(_BEFORE_PROSE)
        text = f"Here are 5 {self.pack.nouns(language)}. My first pick is {found[0].title}, because you asked for “{message}”."
        for word in text.split(" "):
            time.sleep(self._pause)
            yield Token(text=word + " ")
        trace = TurnTrace(
            session_id=session, user_id=user, turn=state.turn + 1, intent=Intent.REQUEST, understanding=understanding, facts=facts,
            recommendations=found, asked="genre", suggestions=("drama", "comedy"), reply=text,
        )  # fmt: skip
        following = state.model_copy(update={"turn": state.turn + 1, "language": language})
        self.store.commit_turn(
            following, self.pack.name, message, text, trace.model_dump_json(), ProfileChange(added=(fact,))
        )
        yield Done(reply=Reply(text=text, recommendations=found, trace=trace))
