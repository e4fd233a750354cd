"""Draws a confusion matrix."""

from collections.abc import Sequence
from pathlib import Path


def draw_confusion(names: Sequence[str], counts: Sequence[Sequence[int]], path: Path) -> None:
    """counts: [expected][understood], drawn as shares of each row with the counts written in; PNG at `path`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    size = max(4.0, 0.45 * len(names) + 2)
    figure, axes = pyplot.subplots(figsize=(size, size))
    shares = [[n / max(1, sum(row)) for n in row] for row in counts]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for y, row in enumerate(counts):
        for x, count in enumerate(row):
            if count:
                axes.text(
                    x,
                    y,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=8,
                    color="white" if shares[y][x] > 0.5 else "black",
                )
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="understood", ylabel="expected", title="Intents")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
