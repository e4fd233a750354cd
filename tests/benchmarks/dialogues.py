"""How long scripted dialogues take: 100 of five turns about both packs, without a language model; retrieval is real.

usage: python tests/benchmarks/dialogues.py [--jobs 2] [--json]
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from chatbot.evaluation.scripted.suite import run_suite
from chatbot.settings import Settings

DIALOGUES = 100
TURNS = {
    "shop": ("headphones under $100, no Cadenza", "wireless ones", "what's your returns policy?", "cheaper", "others"),
    "movies": ("a tense thriller, no horror", "after 2000", "why the first one?", "none of these", "by David Fincher"),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with TemporaryDirectory() as folder:
        for domain, said in TURNS.items():
            turns = "\n".join(
                f"  - {{user: {json.dumps(text)}, expect: {{reply: {{grounded: true}}}}}}" for text in said
            )
            for n in range(DIALOGUES // len(TURNS)):
                script = f"dialogue: {domain} {n}\ndomain: {domain}\nturns:\n{turns}\n"
                (Path(folder) / f"{domain}-{n}.dialogue.yaml").write_text(script)
        settings = Settings(llm="none")
        run_suite([Path(folder)], settings, only="shop 0")  # the catalogues are embedded before the clock starts
        run_suite([Path(folder)], settings, only="movies 0")
        started = perf_counter()
        report = run_suite([Path(folder)], settings, jobs=given.jobs)
        seconds = perf_counter() - started
    turns_played = sum(len(played.steps) for played in report.played)
    figures = {
        "dialogues": len(report.played),
        "turns": turns_played,
        "failures": report.failures,
        "seconds": round(seconds, 2),
        "ms_per_turn": round(1000 * seconds / max(1, turns_played), 1),
    }
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>12} {value}")


if __name__ == "__main__":
    main()
