"""Tunes MiniLM to say how each thing that a message names is meant."""

import random
from collections.abc import Callable, Sequence

import torch
from torch import nn

from chatbot.dialogue.learned_stance import FACTS, STANCES, is_read, marked
from chatbot.llm.minilm import MiniLM
from chatbot.llm.tuned_minilm import Marked, TunedMiniLM
from chatbot.training.lessons import Lesson

_PASSES = 6
_BATCH = 32
_RATE, _HEAD_RATE = 8e-4, 1e-3
"""Highest learning rates: of the changes to the layers, above which they collapse, and of all else."""
_WARM_UP = 0.1
_DECAY = 0.01
_SMOOTHING = 0.05
_CLIP = 1.0
_LIKE = 6
"""Tokens by which texts of one batch may differ in length."""


def tune_stances(
    taught: Sequence[Lesson], encoder: MiniLM, tick: Callable[[int, int], None], seed: int = 7, passes: int = _PASSES
) -> TunedMiniLM:
    """MiniLM with changes and a head learnt from lessons, some of which have stances. tick: told (step, steps)."""
    torch.manual_seed(seed)
    torch.set_num_threads(encoder.cores)
    chance = random.Random(seed)
    tuned = TunedMiniLM(encoder, FACTS, len(STANCES))
    tuned.train()
    examples = [
        (marked(tuned, named, lesson.heard), STANCES.index(stance))
        for lesson in taught
        for named, stance in zip(lesson.named, lesson.stances or (), strict=False)
        if is_read(named)
    ]
    layers, others = [*tuned.changes.parameters()], [*tuned.head.parameters(), tuned.signs]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": _RATE}, {"params": others, "lr": _HEAD_RATE}], weight_decay=_DECAY
    )
    steps = passes * -(-len(examples) // _BATCH)
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [_RATE, _HEAD_RATE], total_steps=max(steps, 2), pct_start=_WARM_UP
    )
    step = 0
    for _ in range(passes):
        for batch in _batches(examples, chance):
            texts, stances = zip(*batch, strict=True)
            loss = nn.functional.cross_entropy(tuned(texts), torch.tensor(stances), label_smoothing=_SMOOTHING)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers, _CLIP)
            optimizer.step()
            rates.step()
            step += 1
            tick(step, steps)
    return tuned.fixed()


def _batches(examples: Sequence[tuple[Marked, int]], chance: random.Random) -> list[list[tuple[Marked, int]]]:
    """All examples once, in batches of like length and of chance order."""
    ordered = sorted(examples, key=lambda each: (len(each[0].ids) // _LIKE, chance.random()))
    batches = [list(ordered[start : start + _BATCH]) for start in range(0, len(ordered), _BATCH)]
    chance.shuffle(batches)
    return batches
