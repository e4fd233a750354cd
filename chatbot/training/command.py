"""`chatbot train`: the small models, trained on your own catalogue."""

from hashlib import blake2b
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.catalogue.pack import find_pack, pack_names
from chatbot.errors import ConfigurationError
from chatbot.prompts import Prompts
from chatbot.settings import Settings
from chatbot.terminal import explained, notes, print_problems, progress_bar

train_app = typer.Typer(help="Train the small models, on the packs that ship and on your own.", no_args_is_help=True)
console = Console()


Check = Annotated[list[Path] | None, typer.Option(help="A file to measure on and not to learn from; may be repeated.")]
Weights = Annotated[Path | None, typer.Option(help="The folder to write to (default: DATA_DIR/training/classifiers).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")]


@train_app.callback()
def _train() -> None:
    """Train the small models, on the packs that ship and on your own."""


@train_app.command()
def understanding(
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain",
            "-d",
            help="A pack to train on; may be repeated (default: all installed). Invented packs are always added.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the adapter, checkpoint and loss plot (default: DATA_DIR/training).")
    ] = None,
    messages: Annotated[
        list[Path] | None,
        typer.Option(
            help="Labelled messages of your own to learn from as well, twice each, as `chatbot evaluate understanding` "
            "reads them; may be repeated."
        ),
    ] = None,
    examples: Annotated[int, typer.Option(min=200, help="Messages to write and learn from.")] = 20_000,
    minutes: Annotated[float, typer.Option(min=0.1, help="Stop, cooled down, after so long.")] = 120.0,
    seed: Annotated[int, typer.Option(help="The same seed writes the same messages.")] = 7,
    start: Annotated[
        str | None,
        typer.Option("--from", help="An adapter to go on from, a file or `shipped`; the default begins from nothing."),
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Begin anew instead of going on from the checkpoint.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")] = False,
) -> None:
    """Tune the embedded language model for understanding and explaining.

    Needs the extra `training`. Interrupted, it goes on from its last checkpoint when called again. Use the result with
    CHATBOT_ADAPTER=FOLDER/understanding.gguf.
    """
    with explained("Stopped. Call it again to go on from the last checkpoint."):
        from chatbot.llm.local import embedded_model
        from chatbot.training.labelled import read_examples
        from chatbot.training.lora import FURTHER, Recipe
        from chatbot.training.lora import Progress as State
        from chatbot.training.understanding import train_understanding

        settings = Settings()
        folders = (settings.data_dir / "domains", settings.knowledge_dir)
        packs = [find_pack(name, *folders) for name in domain or pack_names(*folders)]
        folder = out or settings.data_dir / "training"
        begun = None if start is None else Path(start) if start != "shipped" else Settings(adapter="").adapter_file
        if begun is not None and not begun.is_file():
            raise ConfigurationError(f"There is no adapter at {begun}. Give a file, or `--from shipped`.")
        if fresh:
            (folder / "state.pt").unlink(missing_ok=True)
        prompts, problems = Prompts(settings.prompts_dir), list[str]()
        files = messages or []
        labelled = read_examples(settings, files, prompts, problems)
        print_problems(problems)
        learnt = " ".join(f"{file.name} {_digest(file)}" for file in files)
        recipe = Recipe(seed=seed, examples=examples, messages=learnt, minutes=minutes)
        if begun is not None:
            recipe = recipe.model_copy(
                update={
                    "start": f"{begun.name} {_digest(begun)}",
                    "learning_rate": FURTHER,
                }
            )
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=notes) as bar:
            task = bar.add_task("Writing messages", total=None)

            def tick(state: State) -> None:
                checked = f" held out {state.validation:.3f}" if state.validation is not None else ""
                bar.update(
                    task,
                    completed=state.step,
                    total=state.steps,
                    description=f"loss {state.loss:.3f}{checked} {state.tokens_per_second:.0f} tokens/s",
                )

            trained = train_understanding(embedded_model(), packs, prompts, folder, recipe, tick, begun, labelled)
    if as_json:
        typer.echo(trained.model_dump_json(indent=2))
        return
    console.print(
        f"{trained.adapter} is ready: {trained.steps} steps in {trained.seconds / 60:.0f} min, "
        f"held-out loss {trained.validation:.4f}.",
        markup=False,
    )
    console.print(f"Use it: CHATBOT_ADAPTER={trained.adapter} chatbot chat", markup=False)


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=8).hexdigest()


@train_app.command()
def wishes(
    messages: Annotated[
        list[Path],
        typer.Argument(help='JSONL: {"text","domain","context"?:{"shown":[titles],"asked":facet},"wishes":[words]}.'),
    ],
    check: Check = None,
    out: Weights = None,
    as_json: AsJson = False,
) -> None:
    """Train the classifier that tells free wishes ("no jump scares") from talk, among words that no facet value has.

    It learns from messages labelled with the words of their wishes, in a minute or two, and needs no language model.
    Domains that are not installed are looked for beside the file and one folder above it. Needs the extra `training`.
    Use the result with CHATBOT_CLASSIFIERS=FOLDER.
    """
    with explained():
        from chatbot.training.wishes import train_wishes

        settings = Settings()
        problems: list[str] = []
        folder = out or settings.data_dir / "training" / "classifiers"
        with progress_bar("Reading") as progress:
            trained = train_wishes(settings, messages, check or [], folder, problems, progress)
    if as_json:
        typer.echo(trained.model_dump_json(indent=2))
        return
    print_problems(problems)
    console.print(f"{folder} is ready, from {trained.phrases} phrases of {trained.messages} messages.", markup=False)
    if trained.f1 is not None:
        exact = f"precision {trained.precision:.3f}, recall {trained.recall:.3f}"
        console.print(f"Kept out, {trained.held_out} messages: wishes F1 {trained.f1:.3f} ({exact})", markup=False)
    console.print(f"Use them: CHATBOT_CLASSIFIERS={folder} chatbot chat", markup=False)


@train_app.command()
def classifiers(
    messages: Annotated[
        list[Path],
        typer.Argument(
            help='JSONL: {"text","domain","context"?:{"shown":[titles],"asked":facet},"intent","intents","facts"?}.'
        ),
    ],
    check: Check = None,
    unaided: Annotated[
        list[Path] | None,
        typer.Option(help="A file to learn from that the adapter was trained on itself; may be repeated."),
    ] = None,
    out: Weights = None,
    as_json: AsJson = False,
) -> None:
    """Train the classifiers that say what a message is for, and how each thing that it names is meant.

    They learn from messages labelled with their intents and, some at least, with the facts they state. Every message is
    read once by the embedded model, about three a second, but those that the adapter was trained on itself
    (`--unaided`): it knows the answers there. Then an encoder is tuned on what they are for and another one on what
    they name, some hundred messages a second in each of four and six passes. Domains that are not installed are looked
    for beside the file and one folder above it. Needs the extra `training`. Use the result with
    CHATBOT_CLASSIFIERS=FOLDER.
    """
    with explained():
        from chatbot.training.classifiers import train_classifiers

        settings = Settings()
        problems: list[str] = []
        with progress_bar("Training, in three rounds") as progress:
            trained = train_classifiers(
                settings,
                messages,
                check or [],
                out or settings.data_dir / "training" / "classifiers",
                problems,
                progress,
                unaided or [],
            )
    if as_json:
        typer.echo(trained.model_dump_json(indent=2))
        return
    print_problems(problems)
    console.print(f"{trained.folder} is ready, from {trained.messages} messages.", markup=False)
    if trained.intents is not None:
        bare = f"{trained.unaided:.3f} without a model"
        console.print(f"Kept out, {trained.held_out}: intents {trained.intents:.3f} ({bare})", markup=False)
    if trained.stances is not None:
        console.print(f"Kept out, stances {trained.stances:.3f} (as parsed {trained.stated:.3f})", markup=False)
    console.print(f"Use them: CHATBOT_CLASSIFIERS={trained.folder} chatbot chat", markup=False)
