"""How often the checker turns down what the embedded model writes about its picks, and how long it takes. Prints JSON.

usage: python tests/benchmarks/explanations.py [--domain movies] [--data FOLDER] [--show]
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

from chatbot import Chatbot
from chatbot.prompts import Prompts
from chatbot.recommend.explain import Explainer
from chatbot.settings import Settings

PICKS = 3
REQUESTS = {
    "movies": [
        "a tense thriller about memory", "something funny for the kids", "a heist film from the 90s", "romance set in Paris under two hours",
        "a Tom Hanks drama", "sci-fi like Arrival", "animated film with a warm heart", "western before 1980", "war film, highly rated",
        "horror, not too violent", "a slow melancholic Japanese film", "a musical", "spy movie with lots of action",
        "a documentary about nature", "black and white classic crime",
    ],
    "shop": [
        "wireless headphones under $80", "a laptop for travel", "coffee machine for a small kitchen", "running shoes, light", "a quiet keyboard",
        "a warm jacket", "backpack for hiking, waterproof", "a phone with long battery", "gaming mouse under 50", "smartwatch for swimming",
        "a tent for two", "camera for beginners", "speaker for parties", "monitor for photo editing", "gift for a kid under $30",
    ],
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domain", default="movies", choices=sorted(REQUESTS))
    parser.add_argument("--data", type=Path, help="a data folder whose index exists; a new one when left out")
    parser.add_argument("--show", action="store_true", help="print each sentence on the error stream")
    args = parser.parse_args()
    settings = Settings(data_dir=args.data or Path(tempfile.mkdtemp()), llm="local")
    bot = Chatbot.open(args.domain, settings=settings)
    prompts = Prompts(settings.prompts_dir)
    explain, wording = Explainer(bot.pack, prompts, bot.model, held=True), prompts.wording("en")
    explain.warm()
    first = by_model = 0
    seconds: list[float] = []
    for request in REQUESTS[args.domain]:
        for chosen in bot.respond(request, user=uuid4().hex).recommendations[:PICKS]:
            begun = perf_counter()
            told = explain(chosen, "en", wording)
            seconds.append(perf_counter() - begun)
            by_model += told.by_model
            first += told.by_model and not told.rejected
            if args.show:
                print(told.text, *told.rejected, sep=" | ", file=sys.stderr)
    figures = {
        "domain": args.domain, "explanations": len(seconds), "rejected_first_try": round(1 - first / len(seconds), 3),
        "by_model": round(by_model / len(seconds), 3), "median_s": round(median(seconds), 2),
        "p95_s": round(sorted(seconds)[int(0.95 * len(seconds))], 2),
    }  # fmt: skip
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
