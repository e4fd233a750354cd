"""What linking costs in a catalogue of 100,000 values: films whose casts are invented people. Prints JSON.

usage: python tests/benchmarks/linking.py [--values 100000]
"""

import argparse
import json
import time
from random import Random
from statistics import median

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.items import LoadedItems, load_items
from chatbot.catalogue.pack import find_pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.language import load_language
from chatbot.dialogue.linking import Linker
from chatbot.prompts import Prompts
from chatbot.settings import bundled

PARTS = ("an", "bel", "cor", "da", "el", "fi", "gor", "ha", "is", "jo", "ka", "lin", "mo", "ne", "or", "pa", "ri", "sa",
         "tor", "ul", "vi", "wen", "xa", "yo", "zel")  # fmt: skip
CAST = 25
MESSAGES = (
    "something tense and clever like Arrival, no horror, after 2010",
    "anything with {name} or {other}, but not {third}",
    "a film by {name}",
    "we watched a gret western with {typo} last night and loved it",
    "horor or thriler with a femal lead, nothing too gory please, and my wife likes {other}",
    "想看{name}演的科幻片，不要恐怖片，九十年代的",
    "ok",
    "I grew up with the films my grandmother showed us on her tiny television, mostly westerns and musicals, and although "
    "I never cared for the singing I would love to find something for her birthday that has {name} in it, or failing that "
    "{other}, with a happy ending, under two hours, and please nothing made after 1975 since she finds everything newer too "
    "loud and too fast, as do I to be honest",
)  # fmt: skip


def person(rng: Random) -> str:
    return " ".join("".join(rng.choices(PARTS, k=rng.randint(2, 3))).capitalize() for _ in range(2))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--values", type=int, default=100_000, help="people in the casts")
    count = arguments.parse_args().values
    rng = Random(7)
    people: set[str] = set()
    while len(people) < count:
        people.add(person(rng))
    names = sorted(people)
    pack = find_pack("movies", bundled("knowledge"))
    known = load_items(pack).items
    films = [
        known[n % len(known)].model_copy(
            update={"id": f"f{n}", "attributes": {**known[n % len(known)].attributes, "cast": cast}}
        )
        for n, cast in enumerate(tuple(names[at : at + CAST]) for at in range(0, count, CAST))
    ]
    loaded = LoadedItems(items=tuple(films))
    table = FacetTable(loaded.items, pack.facets)
    prompts = Prompts(bundled("prompts"))
    stop = {word for code in prompts.languages() for word in load_language(prompts, code).stop}
    started = time.perf_counter()
    linker = Linker(Shelf(pack, loaded, table), stop)
    built = time.perf_counter() - started
    spent: list[float] = []
    for _ in range(40):
        for message in MESSAGES:
            name, other, third, wrong = rng.sample(names, 4)
            text = message.format(name=name, other=other, third=third, typo=wrong[:3] + wrong[4:])
            started = time.perf_counter()
            linker.mentions(text)
            spent.append(1000 * (time.perf_counter() - started))
    spent.sort()
    figures = {
        "values": sum(len(table.values(facet)) for facet in pack.facets if pack.facets[facet].kind != "number"),
        "build_seconds": round(built, 2),
        "median_ms": round(median(spent), 2),
        "p95_ms": round(spent[int(0.95 * len(spent))], 2),
        "max_ms": round(spent[-1], 2),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
