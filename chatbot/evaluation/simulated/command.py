"""`chatbot simulate`: how soon simulated users find what they have in mind."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from chatbot.settings import Settings
from chatbot.terminal import explained, progress_bar

console = Console()
_BAR = 30


def simulate_users(
    domain: Annotated[str | None, typer.Option("--domain", "-d", help="Domain pack (default: CHATBOT_DOMAIN).")] = None,
    items: Annotated[
        Path | None, typer.Option(help="A catalogue file instead of a domain; facets are inferred.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A domain.yaml for --items.")] = None,
    targets: Annotated[int, typer.Option(min=1, help="Items that each persona looks for.")] = 50,
    turns: Annotated[int, typer.Option(min=1, max=30, help="Turns after which a user gives up.")] = 5,
    persona: Annotated[
        list[str] | None,
        typer.Option(help="cooperative, terse, changing, contradictory, impatient; may be repeated (default: all)."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same users and targets.")] = 7,
    llm: Annotated[bool, typer.Option("--llm", help="Let the configured language model read and phrase, too.")] = False,
    wording: Annotated[
        Literal["templates", "llm"],
        typer.Option(help="How users phrase things: from templates, or in the words of the configured language model."),
    ] = "templates",
    plot: Annotated[Path | None, typer.Option(help="Write the learning curve as a PNG.")] = None,
    transcripts: Annotated[Path | None, typer.Option(help="Write the conversations, one JSON document a line.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")] = False,
) -> None:
    """Simulated users with a hidden target talk to the chatbot, in attributes alone.

    Success: the share of users whose target was in the list (of ten) within so many turns.
    """
    with explained():
        from chatbot.assembly import build_chatbot, open_pack, shared_model
        from chatbot.evaluation.simulated.curve import write_curve
        from chatbot.evaluation.simulated.rewording import Reworder, as_it_is
        from chatbot.evaluation.simulated.simulate import simulate
        from chatbot.evaluation.simulated.user import PERSONAS
        from chatbot.prompts import Prompts

        unknown = [name for name in persona or () if name not in PERSONAS]
        if unknown:
            raise typer.BadParameter(f"There is no persona {unknown[0]!r}; known: {', '.join(PERSONAS)}.")
        settings = Settings() if llm else Settings(llm="none")
        chosen = [name for name in PERSONAS if not persona or name in persona]
        with progress_bar("Indexing") as progress:
            bot = build_chatbot(settings, open_pack(settings, domain, items, config), progress)
        with progress_bar("Talking") as progress:
            prompts = Prompts(settings.prompts_dir)
            speaker = shared_model(Settings()) if wording == "llm" else None
            if wording == "llm" and speaker is None:
                raise typer.BadParameter("--wording llm needs a language model, and CHATBOT_LLM is none.")
            reword = as_it_is if speaker is None else Reworder(speaker, prompts)
            done = simulate(bot, prompts, chosen, targets, turns, seed, progress, reword)
        figures = done.figures()
        if plot is not None:
            write_curve(figures, plot)
        if transcripts is not None:
            lines = [conversation.model_dump_json() for conversation in done.conversations]
            transcripts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(figures))
        return
    _say(figures)


def _say(figures: dict[str, Any]) -> None:
    last = max(figures["success"], key=int)
    table = Table(
        "persona", f"found within {last}", "mean turns", "questions", "wasted", "repeated", "broken", "ms a turn"
    )
    for name, row in [*figures["by_persona"].items(), ("all", figures)]:
        table.add_row(
            name, f"{row['success'][last]:.3f}", f"{row['mean_turns']:.2f}", str(row["questions"]),
            str(row["wasted_questions"]), str(row["repeated_items"]), str(row["broken_constraints"]),
            f"{row['ms_per_turn']:.0f}",
        )  # fmt: skip
    console.print(table)
    for turn, share in figures["success"].items():
        of_three = figures["list_of_3"]["success"][turn]
        console.print(f"turn {turn:>2} {'█' * round(_BAR * share):<{_BAR}} {share:.3f}  (list of 3: {of_three:.3f})")
