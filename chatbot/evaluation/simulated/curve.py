"""The learning curve of a simulation as a picture."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_curve(figures: Mapping[str, Any], path: Path) -> None:
    """Share of users who found their target, by turn. Raises OSError."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    lines = {"all, list of 10": figures["success"], "all, list of 3": figures["list_of_3"]["success"]}
    lines |= {name: row["success"] for name, row in figures["by_persona"].items()}
    for name, success in lines.items():
        turns = [int(turn) for turn in success]
        faint = not name.startswith("all")
        axes.plot(
            turns, list(success.values()), label=name, marker="o", alpha=0.5 if faint else 1, lw=1 if faint else 2
        )
    axes.set(xlabel="turn", ylabel="target found", ylim=(0, 1), title=f"Simulated users of {figures['domain']}")
    axes.set_xticks(turns)
    axes.legend(fontsize=8)
    axes.grid(visible=True, alpha=0.3)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
