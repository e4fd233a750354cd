"""What a long memory costs: whole turns with 2,000 facts beside turns with none, and a session of 500 turns. No language
model; retrieval, ranking and store are real.

usage: python tests/benchmarks/long_memory.py [--json]
"""

import argparse
import json
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Fact, Polarity, ProfileChange, Scope
from chatbot.settings import Settings

FACTS, TURNS, EDGE = 2000, 500, 40
SAID = ("a western", "newer", "a comedy", "no horror", "something tense", "under two hours", "others", "a thriller")


def turns(bot: Chatbot, user: str, count: int) -> list[float]:
    """Milliseconds of each turn of one session."""
    session, spent = uuid4().hex, []
    for message in islice(cycle(SAID), count):
        started = perf_counter()
        bot.respond(message, user, session)
        spent.append(1000 * (perf_counter() - started))
    return spent


def remembered(bot: Chatbot, rng: Random) -> tuple[Fact, ...]:
    """A lasting profile of two years: a third of it items, the rest values of all kinds, a quarter disliked."""
    table, facets = bot.catalogue.table, bot.pack.facets
    values = [(n, v) for n, f in facets.items() if f.kind in ("category", "entity") for v in table.values(n)]
    items = [(ITEM, item.id) for item in bot.catalogue.items]
    chosen = rng.sample(values, FACTS - FACTS // 3) + rng.sample(items, FACTS // 3)
    rng.shuffle(chosen)
    return tuple(
        Fact(
            id=uuid4().hex,
            facet=facet,
            value=value,
            polarity=Polarity.DISLIKE if n % 4 == 0 else Polarity.LIKE,
            strength=rng.uniform(0.2, 0.9),
            scope=Scope.LASTING,
            words=str(value),
            valid_from=datetime.now(UTC) - timedelta(days=rng.randint(0, 730)),
        )
        for n, (facet, value) in enumerate(chosen)
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    settings = Settings(llm="none")
    opened = build_chatbot(settings, open_pack(settings, "movies"))
    with TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'memory.db'}")
        bot = opened.elsewhere(store)
        store.commit_change("ana", "movies", ProfileChange(added=remembered(bot, Random(1))))
        turns(bot, "bo", len(SAID))
        turns(bot, "ana", len(SAID))  # what is embedded once is embedded now
        pairs = [(turns(bot, "bo", len(SAID)), turns(bot, "ana", len(SAID))) for _ in range(5)]
        long = turns(bot, "cy", TURNS)
        store.close()
    without, having = (median(ms for pair in pairs for ms in pair[n]) for n in (0, 1))
    first, last = median(long[EDGE : 2 * EDGE]), median(long[-EDGE:])
    figures = {
        "turn_ms": round(without, 1),
        f"turn_ms_with_{FACTS}_facts": round(having, 1),
        "facts_cost_ms": round(having - without, 1),
        f"turns_{EDGE}_to_{2 * EDGE}_ms": round(first, 1),
        f"turns_{TURNS - EDGE}_to_{TURNS}_ms": round(last, 1),
        "last_to_first": round(last / first, 2),
    }
    print(json.dumps(figures) if given.json else "\n".join(f"{name:>26} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
