"""`chatbot evaluate`: how well items are ranked after a dialogue, and how well messages are understood."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from chatbot.dialogue.understand import Engine
from chatbot.settings import Settings
from chatbot.terminal import explained, print_problems, progress_bar


class _RankingByDefault(TyperGroup):
    """`chatbot evaluate FILE` means `chatbot evaluate ranking FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["ranking", *args]
        return super().parse_args(ctx, args)


evaluate_app = typer.Typer(
    cls=_RankingByDefault,
    help="Measure. `chatbot evaluate DIALOGUES.jsonl` ranks the whole catalogue after each dialogue; "
    "`chatbot evaluate understanding MESSAGES.jsonl` measures how well messages are understood.",
    no_args_is_help=True,
)
console = Console()

Domain = Annotated[str | None, typer.Option("--domain", "-d", help="Domain pack to use (default: CHATBOT_DOMAIN).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")]


@evaluate_app.command()
def ranking(
    dialogues: Annotated[
        Path,
        typer.Argument(
            help='JSONL: {"dialogue_id","turn","messages":[{"role","content"}],"seen":[ids],"relevant":[ids]} a line.'
        ),
    ],
    domain: Domain = None,
    items: Annotated[
        Path | None, typer.Option(help="A catalogue file instead of a domain; facets are inferred.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A domain.yaml for --items.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many dialogues.")] = None,
    as_json: AsJson = False,
) -> None:
    """Rank the whole catalogue after each dialogue; recall, MRR, NDCG and milliseconds."""
    with explained():
        from chatbot.assembly import build_chatbot, open_pack
        from chatbot.evaluation.ranking import evaluate_ranking, read_dialogues

        settings = Settings(llm="none")
        problems: list[str] = []
        read = list(read_dialogues(dialogues, problems))[:limit]
        with progress_bar("Indexing") as progress:
            bot = build_chatbot(settings, open_pack(settings, domain, items, config), progress=progress)
        with progress_bar("Ranking") as progress:
            report = evaluate_ranking(bot.rank, read, problems, tick=lambda done: progress(done, len(read)))
        if as_json:
            typer.echo(json.dumps(report.figures()))
            return
        table = Table("measure", "value")
        for name, value in report.figures().items():
            table.add_row(name, f"{value:,.4g}")
        console.print(table)
        print_problems(list(report.problems))


@evaluate_app.command()
def understanding(
    messages: Annotated[
        Path,
        typer.Argument(
            help='JSONL: {"text","domain","context"?:{"shown":[titles],"asked":facet},"intent",'
            '"facts":[{"facet","value"|"min"|"max","polarity","hard"?}]} a line.'
        ),
    ],
    engine: Annotated[
        Engine | None, typer.Option(help="both, llm (the parser left out) or parser (default: as CHATBOT_ENGINE says).")
    ] = None,
    predictions: Annotated[Path | None, typer.Option(help="Write what was understood, a JSON object a line.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the confusion matrix of intents (PNG).")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many messages.")] = None,
    as_json: AsJson = False,
) -> None:
    """Intent accuracy, and F1 of preferences: strict (facet, value and polarity right) and lenient.

    A domain that is not installed is looked for beside the file (FOLDER/<domain>/domain.yaml) and one folder above it.
    """
    with explained():
        from chatbot.assembly import engine_of
        from chatbot.evaluation.labels import read_labelled
        from chatbot.evaluation.opening import opener
        from chatbot.evaluation.understanding import evaluate_understanding

        settings = Settings()
        engine = engine or engine_of(settings)
        problems: list[str] = []
        lines = list(read_labelled(messages, problems))[:limit]
        beside = messages.parent, messages.parent.parent
        with opener(settings, beside, engine) as opened, progress_bar("Understanding") as progress:
            report = evaluate_understanding(lines, opened, problems, tick=lambda done: progress(done, len(lines)))
        if predictions:
            predictions.write_text("".join(o.model_dump_json() + "\n" for o in report.outcomes), encoding="utf-8")
        if picture:
            from chatbot.evaluation.confusion import draw_confusion

            draw_confusion(*report.confusion(), picture)
        if as_json:
            typer.echo(json.dumps({"engine": engine, **report.figures(), "problems": report.problems}))
            return
        _print_figures(report.figures())
        print_problems(list(report.problems))


def _print_figures(figures: dict[str, Any]) -> None:
    table = Table("measure", "value")
    for name, value in figures.items():
        if not isinstance(value, dict):
            table.add_row(name, f"{value:,.4g}")
    console.print(table)
    columns: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
        ("intent", lambda g: f"{g['intent_accuracy']:.3f}"),
        ("strict F1", lambda g: f"{g['strict_f1']:.3f}"),
        ("lenient F1", lambda g: f"{g['lenient_f1']:.3f}"),
        ("polarity", lambda g: f"{g['polarity_accuracy']:.3f}"),
        ("messages", lambda g: str(g["messages"])),
    )
    for name in ("by_domain", "by_language"):
        table = Table(name.removeprefix("by_"), *(title for title, _ in columns))
        for key, group in figures[name].items():
            table.add_row(key, *(show(group) for _, show in columns))
        console.print(table)
    table = Table("facet", "F1", "precision", "recall", "labels")
    for key, group in figures["by_facet"].items():
        table.add_row(key, *(f"{group[k]:.3f}" for k in ("f1", "precision", "recall")), str(group["labels"]))
    console.print(table)
