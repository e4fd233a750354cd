"""What the commands share: errors in one sentence, progress bars, lists of problems. All on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.errors import ChatbotError

notes = Console(stderr=True)

ProgressTick = Callable[[int, int], None]
"""Told (done, total)."""


@contextmanager
def explained(stopped: str = "Stopped.") -> Iterator[None]:
    """Turns every error of ours into one clear sentence and exit code 1. `stopped`: what is said after Ctrl-C."""
    try:
        yield
    except ChatbotError as error:
        notes.print(f"Error: {error}", style="red", markup=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        notes.print(stopped)
        raise typer.Exit(130) from None


@contextmanager
def progress_bar(title: str) -> Iterator[ProgressTick]:
    """A progress bar that appears at the first tick; one line where no terminal draws it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notes, transient=True) as bar:
        task = bar.add_task(title, total=None, visible=False)

        def tick(done: int, total: int) -> None:
            if not notes.is_terminal and not bar.tasks[task].visible:
                notes.print(f"{title}: {total:,} to do.", markup=False)
            bar.update(task, completed=done, total=total, visible=True)

        yield tick


def print_problems(problems: list[str], shown: int = 20) -> None:
    for problem in problems[:shown]:
        notes.print(f"- {problem}", style="yellow", markup=False)
    if len(problems) > shown:
        notes.print(f"… and {len(problems) - shown} more; --json lists all.", style="yellow")
