"""`chatbot test`: plays scripted dialogues and says which expectations did not hold."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from chatbot.evaluation.scripted.script import Mode
from chatbot.settings import Settings
from chatbot.terminal import explained, notes, progress_bar

console = Console()


def play_scripts(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Scripts, or folders of *.dialogue.yaml (default: this folder).")
    ] = None,
    only: Annotated[str, typer.Option("-k", help="Only dialogues whose name or file contains this.")] = "",
    mode: Annotated[
        Mode,
        typer.Option(
            help="fake: no language model, milliseconds a turn; replay: a real model's recorded answers; "
            "live: the configured model."
        ),
    ] = "fake",
    record: Annotated[
        bool, typer.Option(help="Play live, and keep the model's answers beside the scripts for --mode replay.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=32, help="Dialogues played at once.")] = 2,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML, for CI.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report to look at: one file, nothing loaded.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")] = False,
    schema: Annotated[bool, typer.Option(help="Print the JSON Schema of the scripts, for editors.")] = False,
) -> None:
    """Play scripted dialogues (*.dialogue.yaml) and check what must hold at each turn.

    Exit code 0: all passed; 1: an expectation did not hold; 2: a script cannot be used, or there is none.
    """
    with explained():
        from chatbot.evaluation.scripted import report as reports
        from chatbot.evaluation.scripted.schema import script_schema
        from chatbot.evaluation.scripted.suite import run_suite

        if schema:
            typer.echo(json.dumps(script_schema(), indent=2))
            return
        with progress_bar("Indexing") as opening, progress_bar("Playing") as playing:
            report = run_suite(paths or [Path()], Settings(), mode, only, jobs, opening, playing, record)
        if junit is not None:
            reports.write_junit(report, junit)
        if html is not None:
            from chatbot.evaluation.scripted.page import write_page

            write_page(report, html)
        if as_json:
            typer.echo(json.dumps(reports.as_json(report), ensure_ascii=False))
        else:
            _say(report)
    if report.errors or not report.played:
        raise typer.Exit(2)
    if report.failures:
        raise typer.Exit(1)


def _say(report: "reports.SuiteReport") -> None:  # type: ignore[name-defined]  # noqa: F821
    from chatbot.evaluation.scripted.report import failure, warnings

    for problem in report.problems:
        notes.print(
            str(problem), style="yellow" if problem.warning else "red", markup=False, highlight=False, soft_wrap=True
        )
    for played in report.played:
        for warning in warnings(played):
            notes.print(warning, style="yellow", markup=False, highlight=False, soft_wrap=True)
    for played in report.played:
        if not played.passed:
            console.print(failure(played), markup=False, highlight=False, soft_wrap=True)
            console.print()
    turns = sum(1 for played in report.played for step in played.steps if step.trace)
    seconds = sum(played.seconds for played in report.played)
    passed = len(report.played) - report.failures
    counts = [f"{passed} passed", *([f"{report.failures} failed"] if report.failures else [])]
    counts += [f"{len(report.errors)} unusable"] if report.errors else []
    counts += [f"{report.skipped} for another mode"] if report.skipped else []
    if not report.played and not report.errors:
        console.print("There is no *.dialogue.yaml here. Write one: see the README, or `chatbot test --schema`.")
        return
    console.print(f"{', '.join(counts)}; {turns} turns in {seconds:.1f} s", style="green" if report.passed else "red")
