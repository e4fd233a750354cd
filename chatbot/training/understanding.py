"""Trains the understanding adapter from beginning to end: examples, LoRA, export, loss plot."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from chatbot.catalogue.pack import Pack
from chatbot.prompts import Prompts
from chatbot.records import Record
from chatbot.training.examples import Example, invented_packs, write_examples
from chatbot.training.export import export_adapter, import_adapter
from chatbot.training.lora import ALPHA, Progress, Recipe, Trainer, load_base

HELD_OUT = 120
"""Examples that only tell when to stop."""
_SAID = 2
"""How often a labelled message is learnt from, beside the written ones, of which there is no end."""
ADAPTER, PLOT, CARD = "understanding.gguf", "loss.png", "training.json"

Tick = Callable[[Progress], None]


class Trained(Record):
    """What a training came to. Paths are those of the files written."""

    adapter: Path
    plot: Path
    steps: int
    seconds: float
    loss: float
    validation: float
    packs: tuple[str, ...]
    recipe: Recipe


def train_understanding(
    base: Path,
    packs: Sequence[Pack],
    prompts: Prompts,
    folder: Path,
    recipe: Recipe,
    tick: Tick,
    start: Path | None = None,
    labelled: Sequence[Example] = (),
) -> Trained:
    """Train on messages about the packs given and the invented ones; the files are written into `folder`.

    start: an adapter to go on from, where training is not to begin from nothing; labelled: examples beside those
    written here.
    An interrupted training of the same folder goes on from its checkpoint. Raises CatalogueError, PromptError or
    ModelMissingError.
    """
    everything = [*packs, *(p for p in invented_packs() if p.name not in {pack.name for pack in packs})]
    written = write_examples(everything, prompts, recipe.examples, recipe.seed)
    mixed = [*((example, 1) for example in written), *((example, _SAID) for example in labelled)]
    Random(recipe.seed).shuffle(mixed)
    held_out = [example for example, _ in mixed[:HELD_OUT]]
    examples = [example for example, times in mixed[HELD_OUT:] for _ in range(times)]
    trainer = Trainer(*load_base(base), folder, recipe)
    if start is not None:
        import_adapter(trainer.model, start)
    history = trainer.train(examples, held_out, tick)
    best = min(history, key=lambda row: row["validation"])
    names = tuple(pack.name for pack in everything)
    notes = {"recipe": recipe.model_dump_json(), "packs": ",".join(names), "base": base.name}
    export_adapter(trainer.model, folder / ADAPTER, ALPHA, notes)
    _plot(history, folder / PLOT)
    trained = Trained(
        adapter=folder / ADAPTER,
        plot=folder / PLOT,
        steps=int(history[-1]["step"]),
        seconds=history[-1]["seconds"],
        loss=history[-1]["loss"],
        validation=best["validation"],
        packs=names,
        recipe=recipe,
    )
    (folder / CARD).write_text(json.dumps(trained.model_dump(mode="json"), indent=2), encoding="utf-8")
    return trained


def _plot(history: Sequence[dict[str, float]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    steps = [row["step"] for row in history]
    axes.plot(steps, [row["loss"] for row in history], label="training (smoothed)")
    axes.plot(steps, [row["validation"] for row in history], label="held out", marker="o", markersize=3)
    axes.set(xlabel="step", ylabel="cross-entropy of the answers", yscale="log", title="Understanding adapter")
    axes.legend()
    axes.grid(visible=True, alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
