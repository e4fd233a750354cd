"""Tunes MiniLM to say what messages are for, how each thing they name is meant, and which phrases are wishes."""

import random
from collections.abc import Callable, Sequence

import torch
from torch import nn

from chatbot.dialogue import learned_wish
from chatbot.dialogue.learned_stance import FACTS, STANCES, is_read, marked
from chatbot.dialogue.purposes import TOLD, whole
from chatbot.llm.minilm import MiniLM
from chatbot.llm.tuned_minilm import Marked, TunedMiniLM
from chatbot.records import Intent
from chatbot.training.lessons import Lesson, shares
from chatbot.training.wish_lessons import WishLesson

_STANCE_PASSES, _PURPOSE_PASSES, _WISH_PASSES = 6, 4, 4
_BATCH = 32
_RATE, _HEAD_RATE = 8e-4, 1e-3
"""Highest learning rates: of the changes to the layers, above which they collapse, and of all else."""
_WARM_UP = 0.1
_DECAY = 0.01
_SMOOTHING = 0.05
_CLIP = 1.0
_LIKE = 6
"""Tokens by which texts of one batch may differ in length."""

Example = tuple[Marked, Sequence[float]]
"""A text, and the share that each class has in what is right of it."""
Tick = Callable[[int, int], None]
"""Told (step, steps)."""


def tune_stances(taught: Sequence[Lesson], encoder: MiniLM, tick: Tick, passes: int = _STANCE_PASSES) -> TunedMiniLM:
    """Learns from the lessons that have stances."""
    tuned = _new(encoder, FACTS, len(STANCES))
    examples = [
        (marked(tuned, named, lesson.heard), [float(stance == name) for name in STANCES])
        for lesson in taught
        for named, stance in zip(lesson.named, lesson.stances or (), strict=False)
        if is_read(named)
    ]
    return _tuned(tuned, examples, passes, tick)


def tune_purposes(taught: Sequence[Lesson], encoder: MiniLM, tick: Tick, passes: int = _PURPOSE_PASSES) -> TunedMiniLM:
    """Learns from all lessons, as they are heard without a language model."""
    tuned = _new(encoder, TOLD, len(Intent))
    examples = []
    for lesson in taught:
        share = dict(shares(lesson.intents))
        examples.append((whole(tuned, lesson.heard), [share.get(intent.value, 0.0) for intent in Intent]))
    return _tuned(tuned, examples, passes, tick)


def tune_wishes(taught: Sequence[WishLesson], encoder: MiniLM, tick: Tick, passes: int = _WISH_PASSES) -> TunedMiniLM:
    """Learns from all lessons."""
    tuned = _new(encoder, learned_wish.FACTS, len(learned_wish.KINDS))
    examples = [
        (learned_wish.marked(tuned, phrases, at, parsed), [float(wished), float(not wished)])
        for parsed, phrases, wishes in taught
        for at, wished in enumerate(wishes)
    ]
    return _tuned(tuned, examples, passes, tick)


def _new(encoder: MiniLM, facts: int, classes: int, seed: int = 7) -> TunedMiniLM:
    torch.manual_seed(seed)
    torch.set_num_threads(encoder.cores)
    return TunedMiniLM(encoder, facts, classes)


def _tuned(tuned: TunedMiniLM, examples: Sequence[Example], passes: int, tick: Tick, seed: int = 7) -> TunedMiniLM:
    chance = random.Random(seed)
    tuned.train()
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
            texts, targets = zip(*batch, strict=True)
            loss = nn.functional.cross_entropy(tuned(texts), torch.tensor(targets), label_smoothing=_SMOOTHING)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers, _CLIP)
            optimizer.step()
            rates.step()
            step += 1
            tick(step, steps)
    return tuned.fixed()


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """All examples once, in batches of like length and of chance order."""
    ordered = sorted(examples, key=lambda each: (len(each[0].ids) // _LIKE, chance.random()))
    batches = [list(ordered[start : start + _BATCH]) for start in range(0, len(ordered), _BATCH)]
    chance.shuffle(batches)
    return batches
