"""Milliseconds of a whole conversation with the embedded default, and the memory it takes. Prints JSON.

usage: python tests/benchmarks/latency.py [--domain movies] [--rounds 3] [--llm local] [--data FOLDER]
"""

import argparse
import json
import resource
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

from chatbot import Chatbot
from chatbot.llm.encoders import load_encoder
from chatbot.llm.remembering import RememberingEncoder
from chatbot.records import Done, Items, Token
from chatbot.settings import Settings

CONVERSATIONS = {
    "movies": [
        [
            "something tense and clever like Arrival, no horror, after 2010",
            "newer",
            "why the first one?",
            "something funnier, under two hours",
        ],
        ["a warm family film for a rainy sunday", "not animated", "more like the second one", "anything from the 90s?"],
        [
            "a heist with a clever twist",
            "with Brad Pitt",
            "compare the first two",
            "no crime films please, rather a love story",
        ],
        ["想看一部温馨的动画片，适合孩子", "两小时以内的", "还有别的吗"],
    ],
    "shop": [
        [
            "I need headphones under $80, nothing from Sonara",
            "cheaper",
            "what's your returns policy?",
            "ok, and a keyboard?",
        ],
        [
            "a quiet coffee machine for a small kitchen",
            "not black",
            "is the first one easy to clean?",
            "more like the second one",
        ],
        ["laptop with 16 GB of RAM under 1200 dollars", "lighter", "compare the first two"],
        ["一百元以下的无线耳机", "便宜一点"],
    ],
}
LLM_STAGES = {"understand", "explain"}


def percentile(numbers: list[float], share: float) -> float:
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domain", default="movies", choices=sorted(CONVERSATIONS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--llm", default="local")
    parser.add_argument("--data", type=Path, help="a data folder whose index exists; a new one when left out")
    args = parser.parse_args()
    started = perf_counter()
    settings = Settings(data_dir=args.data or Path(tempfile.mkdtemp()), llm=args.llm)
    bot = Chatbot.open(args.domain, settings=settings)
    bot.warm()
    encoder = load_encoder(settings.embedder)
    assert isinstance(encoder, RememberingEncoder)
    opened = perf_counter() - started
    reopened_at = perf_counter()
    times: dict[str, list[float]] = defaultdict(list)
    by_model = turns = 0
    for _ in range(args.rounds):
        encoder.forget()  # each round meets the messages for the first time
        bot.warm()
        for messages in CONVERSATIONS[args.domain]:
            session = uuid4().hex
            for message in messages:
                begun = perf_counter()
                seen: set[type] = set()
                for event in bot.stream(message, user="bench", session=session):
                    if type(event) not in seen and isinstance(event, Items | Token):
                        seen.add(type(event))
                        times["cards" if isinstance(event, Items) else "first_token"].append(
                            1000 * (perf_counter() - begun)
                        )
                    if isinstance(event, Done):
                        trace = event.reply.trace
                times["turn"].append(1000 * (perf_counter() - begun))
                spent = trace.milliseconds
                times["all_but_llm"].append(spent["total"] - sum(spent.get(stage, 0.0) for stage in LLM_STAGES))
                times["understand"].append(spent.get("understand", 0.0))
                turns += bool(trace.recommendations)
                by_model += bool(trace.recommendations) and not any(f.startswith("explain") for f in trace.fallbacks)
    figures: dict[str, object] = {
        "domain": args.domain, "items": len(bot.catalogue.items), "llm": args.llm, "first_open_s": round(opened, 1),
        "turns": len(times["turn"]), "explained_by_model": round(by_model / turns, 3) if turns else None,
        "resident_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "measured_s": round(perf_counter() - reopened_at, 1),
    }  # fmt: skip
    for name, values in times.items():
        figures[name] = {"median_ms": round(median(values), 1), "p95_ms": round(percentile(values, 0.95), 1)}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
