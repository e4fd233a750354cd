"""The command line: every way in that is not the page or Python."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import structlog
import typer
from rich.console import Console
from rich.table import Table

from chatbot.errors import InputError
from chatbot.evaluation.command import evaluate_app
from chatbot.evaluation.scripted.command import play_scripts
from chatbot.evaluation.simulated.command import simulate_users
from chatbot.settings import Settings
from chatbot.terminal import explained, print_problems, progress_bar
from chatbot.training.command import train_app

if TYPE_CHECKING:
    from chatbot.assembly import Chatbot
    from chatbot.catalogue.importer import ImportReport
    from chatbot.records import Recommendation

app = typer.Typer(
    name="chatbot",
    help="A conversational recommender over your own catalogue.\n\n"
    "Start with `chatbot chat` in the terminal or `chatbot serve` for the web page. "
    "Bring your own items with `chatbot import FILE.csv --domain NAME`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
profile_app = typer.Typer(help="See, export, forget and erase what is known about a user.", no_args_is_help=True)
app.add_typer(profile_app, name="profile")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(train_app, name="train")
app.command("test")(play_scripts)
app.command("simulate")(simulate_users)

console = Console()
_ALL = 100_000
"""Turns, more than a session has."""

Domain = Annotated[
    str | None, typer.Option("--domain", "-d", help="Domain pack to use (default: CHATBOT_DOMAIN, else movies).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, for machines.")]
User = Annotated[str | None, typer.Option("--user", "-u", help="Who is asking; facts are remembered by this name.")]
Owner = Annotated[str, typer.Option("--user", "-u", help="Whose profile.")]


@app.callback()
def _main() -> None:
    level = Settings().log_level
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(_level(level)),
        # Looked up at each line: whoever calls this in a process may have put another stderr in place since.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


@app.command()
def chat(
    domain: Domain = None,
    user: User = None,
    session: Annotated[str | None, typer.Option(help="Go on with this session.")] = None,
) -> None:
    """Chat in the terminal. An empty line or Ctrl-D ends it."""
    with explained():
        bot = _open(domain)
        bot.warm()
        _converse(bot, user or "terminal", session or uuid4().hex)


@app.command()
def record(
    session: Annotated[
        str | None, typer.Option(help="A session that was held already (default: hold one here, in the terminal).")
    ] = None,
    domain: Domain = None,
    user: User = None,
    out: Annotated[Path | None, typer.Option(help="The script (default: SESSION.dialogue.yaml).")] = None,
    overwrite: Annotated[bool, typer.Option(help="Replace the script if it is there already.")] = False,
) -> None:
    """Turn a conversation into a scripted test.

    What its trace says becomes what must hold: delete what may change, then play it with `chatbot test`.

    Example: chatbot record --domain shop --out budget.dialogue.yaml
    """
    with explained():
        from chatbot.evaluation.scripted.writing import script_of, write_script

        bot = _open(domain)
        name = session or f"recorded-{uuid4().hex[:8]}"
        if session is None:
            bot.warm()
            _converse(bot, user or f"guest-{uuid4().hex[:12]}", name)
        file = out or Path(f"{name}.dialogue.yaml")
        write_script(script_of(bot.store.history(name, _ALL), bot.catalogue, file.name.split(".")[0]), file, overwrite)
        console.print(f"Written. Prune it, then: chatbot test {file}", markup=False)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="What you would say in the chat.")],
    domain: Domain = None,
    user: User = None,
    session: Annotated[
        str | None, typer.Option(help="Session to go on with (default: the user's latest; a new one without --user).")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, max=50, help="How many items at most.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask one thing. With --json it prints the whole turn trace.

    Example: chatbot ask "something tense, no horror, after 2010" --domain movies --user ana
    """
    with explained():
        bot = _open(domain)
        name = user or f"guest-{uuid4().hex[:12]}"
        session = session or (bot.store.latest_session(name, bot.pack.name) if user else None) or uuid4().hex
        reply = bot.respond(text, user=name, session=session, limit=limit)
        if as_json:
            typer.echo(reply.trace.model_dump_json(indent=2))
            return
        console.print(reply.text, markup=False)
        _show_items(reply.recommendations, bot, reply.trace.understanding.language)


@app.command()
def index(
    domain: Domain = None,
    rebuild: Annotated[bool, typer.Option(help="Build it anew, for example after changing CHATBOT_EMBEDDER.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build or refresh the search index of a domain.

    Only new and changed items are embedded; an interrupted run goes on where it stopped.
    """
    with explained():
        from chatbot.assembly import build_chatbot, open_pack

        settings = Settings()
        pack = open_pack(settings, domain)
        with progress_bar(f"Indexing {pack.name}") as progress:
            bot = build_chatbot(settings, pack, progress=progress, rebuild=rebuild)
        problems = [str(p) for p in bot.catalogue.problems]
        if as_json:
            typer.echo(json.dumps({"domain": pack.name, "items": len(bot.catalogue.items), "problems": problems}))
            return
        console.print(f"{len(bot.catalogue.items):,} items of {pack.name} are ready to be searched.")
        print_problems(problems)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL, JSON or Parquet file with one item a row.")],
    domain: Annotated[
        str, typer.Option("--domain", "-d", help="Name for the new domain (lower case, digits, - and _).")
    ],
    overwrite: Annotated[bool, typer.Option(help="Replace a domain of that name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring your own catalogue.

    Facets and types are inferred, written to a domain.yaml that you can edit, and the items are indexed.
    """
    with explained():
        from chatbot.assembly import build_chatbot, open_pack
        from chatbot.catalogue.importer import import_catalogue

        settings = Settings()
        with progress_bar(f"Reading {file.name}") as progress:
            report = import_catalogue(file, domain, settings, overwrite=overwrite, progress=progress)
        with progress_bar(f"Indexing {domain}") as progress:
            build_chatbot(settings.model_copy(update={"llm": "none"}), open_pack(settings, domain), progress=progress)
        if as_json:
            typer.echo(report.model_dump_json(indent=2))
            return
        _print_import(report, domain)


@app.command()
def serve(
    domain: Domain = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (default: CHATBOT_HOST, else 127.0.0.1).")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port (default: CHATBOT_PORT, else 7860).")] = None,
) -> None:
    """Serve the web page; prints its address."""
    with explained():
        from chatbot.web.server import serve as serve_page

        given = {k: v for k, v in (("host", host), ("port", port), ("domain", domain)) if v is not None}
        settings = Settings(**given)  # type: ignore[arg-type]
        serve_page(settings)


@profile_app.command(name="show")
def profile_show(
    user: Owner,
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Show the active facts about a user, with the words they were said in."""
    with explained():
        from chatbot.assembly import known, open_pack
        from chatbot.profile.store import SqlStore

        settings = Settings()
        pack = open_pack(settings, domain)
        profile = known(SqlStore(settings.database), user, pack.name)
        if as_json:
            typer.echo(profile.model_dump_json(indent=2))
            return
        if not profile.facts:
            console.print(f"Nothing is known about {user!r} in {pack.name}.", markup=False)
            return
        table = Table("id", "facet", "value", "polarity", "hard", "scope", "strength", "said")
        for fact in profile.facts:
            value = fact.value if fact.value is not None else f"{fact.min or ''}…{fact.max or ''}"
            table.add_row(
                fact.id[:8],
                fact.facet,
                str(value),
                fact.polarity,
                "yes" if fact.hard else "",
                fact.scope,
                f"{fact.strength:.2f}",
                fact.words[:60] or f"({fact.behaviour})",
            )
        console.print(table)


@profile_app.command(name="export")
def profile_export(
    user: Owner,
    out: Annotated[Path | None, typer.Option(help="File to write (default: the terminal).")] = None,
) -> None:
    """Print everything that is stored about a user, in every domain, as JSON."""
    with explained():
        from chatbot.profile.store import SqlStore

        held = SqlStore(Settings().database).export(user).model_dump_json(indent=2)
        if out is None:
            typer.echo(held)
            return
        try:
            out.write_text(held, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{out} cannot be written: {error.strerror}. Name another file with --out.") from error


@profile_app.command(name="forget")
def profile_forget(
    user: Owner,
    fact: Annotated[str, typer.Argument(help="Id of the fact, or the beginning of it: see `profile show`.")],
    domain: Domain = None,
) -> None:
    """Forget one fact about a user."""
    with explained():
        from chatbot.assembly import open_pack
        from chatbot.dialogue.manager import utc_now
        from chatbot.profile.editing import FactEdit, edited
        from chatbot.profile.store import SqlStore

        settings = Settings()
        pack = open_pack(settings, domain)
        store = SqlStore(settings.database)
        session = store.latest_session(user, pack.name) or ""
        found = [f for f in store.load_profile(user, session, pack.name).facts if f.id.startswith(fact)]
        if len(found) != 1:
            known = "no fact" if not found else f"{len(found)} facts"
            raise InputError(f"{user!r} has {known} whose id begins with {fact!r} in {pack.name}. See `profile show`.")
        change = edited(found[0], FactEdit(forget=True), utc_now(), lambda: uuid4().hex)
        store.commit_change(user, pack.name, change, session)
        console.print(f"Forgotten: {found[0].facet} {found[0].value or ''} (“{found[0].words}”)", markup=False)


@profile_app.command(name="erase")
def profile_erase(
    user: Owner,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete everything that is stored about a user, in every domain. There is no way back."""
    with explained():
        from chatbot.profile.store import SqlStore

        store = SqlStore(Settings().database)
        sessions = len(store.export(user).sessions)
        if not yes:
            typer.confirm(f"Erase {user!r} with {sessions} conversations for good?", abort=True)
        store.erase(user)
        console.print(f"Erased: {user} with {sessions} conversations.", markup=False)


def _open(domain: str | None) -> "Chatbot":
    from chatbot.assembly import Chatbot

    with progress_bar("Indexing") as progress:
        return Chatbot.open(domain, progress=progress)


def _converse(bot: "Chatbot", user: str, session: str) -> None:
    console.print(f"[bold]{bot.pack.title.get('en', bot.pack.name)}[/bold]  (an empty line ends the chat)")
    for message in _typed():
        try:
            _say(bot, message, user, session)
        except InputError as error:
            console.print(str(error), markup=False)


def _typed() -> Iterator[str]:
    while True:
        try:
            message = console.input("[bold cyan]you[/bold cyan] ")
        except (EOFError, UnicodeDecodeError):
            return
        if not message.strip():
            return
        yield message


def _say(bot: "Chatbot", message: str, user: str, session: str) -> None:
    from chatbot.records import Done, Items, Token, Understood

    midway, language = False, "en"
    for event in bot.stream(message, user=user, session=session):
        if isinstance(event, Understood):
            language = event.understanding.language
        elif isinstance(event, Items):
            if midway:  # after a note on how the message was taken
                console.print()
            _show_items(event.recommendations, bot, language)
        elif isinstance(event, Token):
            console.print(event.text, end="", markup=False, highlight=False)
            midway = not event.text.endswith("\n")
        elif isinstance(event, Done) and event.reply.trace.suggestions:
            console.print("  " + " · ".join(event.reply.trace.suggestions), style="dim", markup=False)
    console.print()


def _show_items(recommendations: "tuple[Recommendation, ...]", bot: "Chatbot", language: str) -> None:
    from chatbot.recommend.phrasing import written

    for place, chosen in enumerate(recommendations, 1):
        facts = [
            written(bot.pack, name, value, language)
            for name, facet in bot.pack.facets.items()
            if facet.card and name in chosen.attributes
            for value in bot.catalogue.item(chosen.item_id).values(name)[:2]  # type: ignore[union-attr]
        ]
        console.print(f" {place}. {chosen.name}", style="bold", markup=False, highlight=False, end="")
        console.print(
            f"  {' · '.join([fact for fact in facts if fact][:6])}", style="dim", markup=False, highlight=False
        )
        console.print(f"    {'; '.join(chosen.reasons[:3])}", markup=False, highlight=False)


def _print_import(report: "ImportReport", domain: str) -> None:
    table = Table("column", "role", "type", "why")
    for note in report.notes:
        table.add_row(note.column, note.role, note.type, note.why)
    console.print(table)
    console.print(
        f"{report.items:,} of {report.rows:,} rows are in the new domain {domain!r}. Facets: edit {report.config}",
        markup=False,
    )
    print_problems([str(p) for p in report.problems] + list(report.warnings))
    console.print(f"Try it: chatbot chat --domain {domain}", markup=False)


def _level(name: str) -> int:
    levels = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}
    return levels.get(name.upper(), 30)
