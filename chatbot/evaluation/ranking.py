"""Offline ranking: after each dialogue, where in the whole catalogue do the relevant items stand?"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from pydantic import ValidationError

from chatbot.errors import InputError
from chatbot.evaluation.metrics.mrr import mrr
from chatbot.evaluation.metrics.ndcg import ndcg
from chatbot.evaluation.metrics.recall import recall
from chatbot.records import Record

CUTOFFS = (1, 5, 10, 20, 50)
_DEPTH = max(CUTOFFS)

Rank = Callable[[Sequence[Mapping[str, str]], int, Sequence[str]], list[tuple[str, float]]]


class Message(Record):
    role: str
    content: str


class Dialogue(Record):
    """One line of the file: a conversation so far, what was named in it, and what should come next."""

    dialogue_id: str
    turn: int = 0
    messages: tuple[Message, ...]
    seen: tuple[str, ...] = ()
    relevant: tuple[str, ...]


class Report(Record):
    """The figures of one run. `problems`: lines of the file that could not be read."""

    dialogues: int
    labels: int
    recall: Mapping[str, float]
    mrr_at_10: float
    ndcg_at_10: float
    milliseconds_mean: float
    milliseconds_median: float
    problems: tuple[str, ...] = ()

    def figures(self) -> dict[str, float]:
        """Flat, for machines."""
        return {
            "dialogues": self.dialogues,
            "labels": self.labels,
            **self.recall,
            "mrr@10": self.mrr_at_10,
            "ndcg@10": self.ndcg_at_10,
            "ms_per_turn": self.milliseconds_mean,
            "ms_per_turn_median": self.milliseconds_median,
        }


def read_dialogues(path: Path, problems: list[str]) -> Iterator[Dialogue]:
    """The dialogues of a JSONL file; unreadable lines are added to `problems`. Raises InputError if the file is."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read dialogues from {path}: {error}. Give a JSONL file as `chatbot evaluate --help` shows."
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Dialogue.model_validate({k: v for k, v in json.loads(line).items() if k in Dialogue.model_fields})
        except (ValidationError, ValueError, AttributeError) as error:
            problems.append(f"{path.name}:{number}: {str(error).splitlines()[0]}")


def evaluate_ranking(
    rank: Rank, dialogues: Sequence[Dialogue], problems: Sequence[str] = (), tick: Callable[[int], None] | None = None
) -> Report:
    """Rank after each dialogue and measure. Raises InputError when there is nothing to measure."""
    ranks: list[int | None] = []
    gains: list[float] = []
    spent: list[float] = []
    for n, dialogue in enumerate(dialogues):
        started = perf_counter()
        ranked = rank([m.model_dump() for m in dialogue.messages], _DEPTH, dialogue.seen)
        spent.append(1000 * (perf_counter() - started))
        place = {item_id: i for i, (item_id, _) in enumerate(ranked, 1)}
        own = [place.get(item) for item in dialogue.relevant]
        ranks += own
        gains.append(ndcg(own, 10))
        if tick:
            tick(n + 1)
    if not ranks:
        raise InputError("There is no dialogue with a relevant item in that file, so there is nothing to measure.")
    return Report(
        dialogues=len(gains),
        labels=len(ranks),
        recall={f"recall@{k}": round(recall(ranks, k), 4) for k in CUTOFFS},
        mrr_at_10=round(mrr(ranks, 10), 4),
        ndcg_at_10=round(mean(gains), 4),
        milliseconds_mean=round(mean(spent), 2),
        milliseconds_median=round(median(spent), 2),
        problems=tuple(problems),
    )
