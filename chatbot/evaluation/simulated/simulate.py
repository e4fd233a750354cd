"""Lets simulated users talk to a chatbot and counts how soon they find what they have in mind."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import yaml

from chatbot.assembly import Chatbot
from chatbot.errors import CatalogueError, PromptError
from chatbot.evaluation.simulated.rewording import Rewording, as_it_is
from chatbot.evaluation.simulated.user import Persona, SimulatedUser
from chatbot.evaluation.simulated.wants import Want, wants_of
from chatbot.profile.store import SqlStore
from chatbot.prompts import Prompts
from chatbot.records import Item, Record, TurnTrace

LISTS = (10, 3)
"""Lengths of the lists that users are shown; the first is the measure."""
_ENOUGH = 3
"""Attributes that an item must have to be somebody's target."""

Tick = Callable[[int, int], None]


class Conversation(Record):
    """One simulated conversation. `found`: the turn whose list held the target; None: it never did."""

    target: str
    persona: Persona
    size: int
    found: int | None
    turns: int
    asked: int = 0
    wasted: int = 0
    """Questions about what had been said, declined or asked before."""
    repeated: int = 0
    """Items shown again after they were turned down."""
    broken: int = 0
    """Items that miss a condition in force which was not named as relaxed."""
    reworded: int = 0
    """Messages of the user that a language model put in other words."""
    milliseconds: float = 0.0
    transcript: tuple[str, ...] = ()


class Simulation(Record):
    """Many conversations about one catalogue."""

    domain: str
    turns: int
    conversations: tuple[Conversation, ...]

    def figures(self) -> dict[str, Any]:
        first, *others = LISTS
        figures = {"domain": self.domain, "conversations": len(self._of(first)), **self._figures(self._of(first))}
        for size in others:
            figures[f"list_of_{size}"] = {"success": self._success(self._of(size))}
        figures["by_persona"] = {
            persona: self._figures([c for c in self._of(first) if c.persona == persona])
            for persona in dict.fromkeys(c.persona for c in self.conversations)
        }
        return figures

    def _of(self, size: int) -> list[Conversation]:
        return [c for c in self.conversations if c.size == size]

    def _success(self, of: Sequence[Conversation]) -> dict[str, float]:
        """Share of the conversations that have found their target within so many turns."""
        within = range(1, self.turns + 1)
        return {str(n): round(mean(c.found is not None and c.found <= n for c in of), 4) for n in within}

    def _figures(self, of: Sequence[Conversation]) -> dict[str, Any]:
        return {
            "success": self._success(of),
            "mean_turns": round(mean(c.turns for c in of), 3),
            "questions": sum(c.asked for c in of),
            "wasted_questions": sum(c.wasted for c in of),
            "repeated_items": sum(c.repeated for c in of),
            "broken_constraints": sum(c.broken for c in of),
            "reworded": sum(c.reworded for c in of),
            "ms_per_turn": round(sum(c.milliseconds for c in of) / max(1, sum(c.turns for c in of)), 1),
        }


def simulate(
    bot: Chatbot,
    prompts: Prompts,
    personas: Sequence[Persona],
    targets: int,
    turns: int,
    seed: int,
    tick: Tick,
    reword: Rewording = as_it_is,
) -> Simulation:
    """Each persona looks for `targets` random items, in lists of each length of LISTS. The same seed, the same users.

    reword: how their messages are said in other words.
    Raises CatalogueError when hardly an item has attributes to speak of, PromptError when simulate.yaml is damaged.
    """
    phrases = _phrases(prompts)
    wording = prompts.wording("en")
    rng = Random(seed)
    chosen = _targets(bot, prompts, targets, rng)
    jobs = [(persona, item, size) for size in LISTS for persona in personas for item in chosen]
    made: list[Conversation] = []
    nouns = {"noun": bot.pack.nouns("en", 1), "nouns": bot.pack.nouns("en", 2)}
    with TemporaryDirectory(prefix="simulation-") as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'users.db'}")
        here = bot.elsewhere(store)
        for n, (persona, item, size) in enumerate(jobs):
            own = Random(f"{seed} {persona} {item.id}")
            wants = wants_of(item, bot.catalogue, wording, own)
            wrong = _wrong(item, wants, bot, own)
            user = SimulatedUser(item, wants, wrong, persona, phrases, nouns, own, reword)
            made.append(_converse(here, user, item, f"user-{n}", size, turns))
            tick(n + 1, len(jobs))
        store.close()
    return Simulation(domain=bot.pack.name, turns=turns, conversations=tuple(made))


def _converse(bot: Chatbot, user: SimulatedUser, target: Item, name: str, size: int, turns: int) -> Conversation:
    message, rejected = user.opening(), False
    turned_down: set[str] = set()
    questions: set[str] = set()
    asked = wasted = repeated = broken = 0
    spent = 0.0
    transcript: list[str] = []
    found = None
    turn = 0
    for turn in range(1, turns + 1):
        started = perf_counter()
        trace = bot.respond(message, name, name, size).trace
        spent += perf_counter() - started
        shown = [r.item_id for r in trace.recommendations]
        transcript += [f"user: {message}", f"bot:  {trace.reply}"]
        repeated += len(turned_down & set(shown))
        broken += _broken(bot, trace)
        if trace.asked:
            asked += 1
            wasted += trace.asked in questions or trace.asked in user.told
            questions.add(trace.asked)
        if target.id in shown:
            found = turn
            break
        message, rejected = user.reply(trace.asked, turn + 1)
        turned_down |= set(shown) if rejected else set()
    return Conversation(
        target=target.id,
        persona=user.persona,
        size=size,
        found=found,
        turns=turn,
        asked=asked,
        wasted=wasted,
        repeated=repeated,
        broken=broken,
        reworded=user.reworded,
        milliseconds=1000 * spent,
        transcript=tuple(transcript),
    )


def _broken(bot: Chatbot, trace: TurnTrace) -> int:
    """Items shown that miss a condition in force which was not named as relaxed."""
    named = [relaxed.constraint for relaxed in trace.relaxed]
    kept = [constraint for constraint in trace.filters if constraint not in named]
    if not kept:
        return 0
    fits = bot.catalogue.table.mask(kept)
    rows = [bot.catalogue.row(r.item_id) for r in trace.recommendations]
    return sum(row is not None and not fits[row] for row in rows)


def _targets(bot: Chatbot, prompts: Prompts, count: int, rng: Random) -> list[Item]:
    items = list(bot.catalogue.items)
    rng.shuffle(items)
    wording = prompts.wording("en")
    chosen: list[Item] = []
    for item in items:
        facets = {want.facet for want in wants_of(item, bot.catalogue, wording, Random(0))}
        if len(facets) >= _ENOUGH:
            chosen.append(item)
        if len(chosen) == count:
            break
    if not chosen:
        raise CatalogueError(
            f"No item of {bot.pack.name} has {_ENOUGH} attributes that a user could speak of. "
            "Add facets to its domain.yaml."
        )
    return chosen


def _wrong(item: Item, wants: Sequence[Want], bot: Chatbot, rng: Random) -> Want | None:
    """A value that the target does not have, of a facet of which it has one."""
    for want in wants[1:]:
        facet = bot.pack.facets[want.facet]
        if facet.kind not in ("category", "entity"):
            continue
        others = [v for v in bot.catalogue.table.values(want.facet) if v not in item.values(want.facet)]
        if others:
            value = rng.choice(others[:20])
            return Want(facet=want.facet, text=facet.written(str(value), "en"), value=value)
    return None


def _phrases(prompts: Prompts) -> Mapping[str, Sequence[str]]:
    path = prompts.folder / "simulate.yaml"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PromptError(f"Cannot read what simulated users say, {path}: {error}. Restore it.") from error
    return {str(kind): [str(phrase) for phrase in phrases] for kind, phrases in found.items()}
