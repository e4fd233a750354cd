"""How often a preference is used after it was taken back: forgotten, contradicted, replaced, undone or over.

Sessions with one preference of which it is known from the script alone that it no longer holds, on both packs, without a
language model. Used means: as a condition, in a reason, in what the reply says is wanted, or in the profile.

usage: python tests/benchmarks/obsolete.py [--sessions 200] [--json]
"""

import argparse
import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.profile.store import SqlStore
from chatbot.records import Polarity, Reply
from chatbot.settings import Settings

BACK = {
    "forgotten": ("I like {a}", "forget {a}"),
    "contradicted": ("I want {a}", "no {a}, please"),
    "replaced": ("I want {a}", "actually no, make that {b}"),
    "undone": ("I want {a}", "undo"),
    "over": ("I want {a}", "start over"),
}
"""How it was said, and how it was taken back; {b} is another value of the same facet."""
FACETS = {"movies": "genre", "shop": "category"}


def used(reply: Reply, facet: str, value: str, written: str) -> bool:
    """Whether a turn still counts a value as wanted."""
    trace = reply.trace
    as_condition = any(
        c.facet == facet and c.op == "in" and isinstance(c.value, tuple) and value in c.value for c in trace.filters
    )
    in_profile = any(f.facet == facet and f.value == value and f.polarity is Polarity.LIKE for f in trace.facts.active)
    said = {written.casefold(), f"{facet}: {written}".casefold()}
    in_reason = any(reason.casefold() in said for r in reply.recommendations for reason in r.reasons)
    return as_condition or in_profile or in_reason


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sessions", type=int, default=200)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    settings, rng = Settings(llm="none"), Random(5)
    bad: list[str] = []
    turns = said = 0
    with TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'memory.db'}")
        bots = {name: build_chatbot(settings, open_pack(settings, name)).elsewhere(store) for name in FACETS}
        for n in range(given.sessions):
            domain = rng.choice(list(FACETS))
            kind = rng.choice(list(BACK))
            checked, wrong = _session(bots[domain], FACETS[domain], kind, rng)
            said += 1
            turns += checked
            bad += [f"{n}: {domain}, {kind}: {each}" for each in wrong]
        store.close()
    figures = {"sessions": said, "turns_checked": turns, "obsolete_uses": len(bad), "examples": bad[:5]}
    print(json.dumps(figures) if given.json else "\n".join(f"{name:>14} {value}" for name, value in figures.items()))


def _session(bot: Chatbot, facet: str, kind: str, rng: Random) -> tuple[int, list[str]]:
    """(turns checked after something was taken back, messages after which it was still used)"""
    values = [v for v in bot.catalogue.table.values(facet) if v in bot.pack.facets[facet].values][:12]
    a, b = rng.sample(values, 2)
    names = {key: bot.pack.facets[facet].written(value, "en") for key, value in (("a", a), ("b", b))}
    user, session = uuid4().hex, uuid4().hex
    tell, take_back = (text.format(**names) for text in BACK[kind])
    before = rng.choice(["something good", "something popular"])
    bot.respond(before, user, session)
    bot.respond(tell, user, session)
    if rng.random() < 0.5 and kind != "undone":
        bot.respond(rng.choice(["others", "what do you know about me?", "why the first one?"]), user, session)
    wrong = []
    after = [take_back, "show me something good", "others"]
    for message in after:
        reply = bot.respond(message, user, session)
        if used(reply, facet, a, names["a"]):
            wrong.append(f"{tell!r}, {take_back!r}, then {message!r}")
    return len(after), wrong


if __name__ == "__main__":
    main()
