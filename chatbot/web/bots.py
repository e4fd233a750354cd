"""The chatbots of this process, one a domain: opened once, when first asked for, and shared by all visitors."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from chatbot.catalogue.pack import Pack, find_pack, in_language, pack_names
from chatbot.errors import ChatbotError
from chatbot.settings import Settings

if TYPE_CHECKING:
    from chatbot.assembly import Chatbot

log = structlog.get_logger(__name__)

Progress = Callable[[int, int], None]
OpenBot = Callable[[str, Progress], "Chatbot"]


class Opening:
    """A chatbot that is open or being opened in a thread of its own."""

    def __init__(self, domain: str, open_bot: OpenBot) -> None:
        self.done, self.total = 0, 0
        runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"open-{domain}")
        self._bot: Future[Chatbot] = runner.submit(open_bot, domain, self._advance)
        runner.submit(self._warm)
        runner.shutdown(wait=False)

    def ready(self, seconds: float = 0.0) -> bool:
        """Whether it is open, or failed, within that many seconds."""
        return bool(wait([self._bot], timeout=seconds).done)

    def failed(self) -> bool:
        return self._bot.done() and self._bot.exception() is not None

    def bot(self) -> "Chatbot":
        """The open chatbot, waiting for it. Raises the ChatbotError that stood in the way."""
        return self._bot.result()

    def _warm(self) -> None:
        """After it is open, so that nobody waits for it to start."""
        if self.failed():
            return
        try:
            self.bot().warm()
        except ChatbotError as error:  # the first message will meet it again, and say so
            log.warning("not warm", reason=str(error))

    def _advance(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Bots:
    """All domains that can be chosen, and those that are open."""

    def __init__(self, settings: Settings, open_bot: OpenBot | None = None) -> None:
        """open_bot: opens one domain; the real thing when None."""
        self._settings = settings
        self._open_bot = open_bot or self._really_open
        self._openings: dict[str, Opening] = {}
        self._packs: dict[str, Pack] = {}
        self._lock = Lock()

    def opening(self, domain: str) -> Opening:
        """Begins to open a domain, or tells how far it is. One that failed is tried again."""
        with self._lock:
            known = self._openings.get(domain)
            if known is None or known.failed():
                known = self._openings[domain] = Opening(domain, self._open_bot)
            return known

    def pack(self, domain: str) -> Pack:
        """Read once, as it takes a third of a second. Raises UnknownDomainError or ConfigurationError."""
        if domain not in self._packs:
            self._packs[domain] = find_pack(domain, *self._folders())
        return self._packs[domain]

    def titles(self, language: str) -> list[tuple[str, str]]:
        """(title, domain) of every installed pack, in order of name; one that cannot be read goes by its name."""
        return [(self._title(domain, language), domain) for domain in pack_names(*self._folders())]

    def _title(self, domain: str, language: str) -> str:
        try:
            return in_language(self.pack(domain).title, language, domain)
        except ChatbotError:
            return domain

    def _folders(self) -> tuple[Path, Path]:
        from chatbot.assembly import domain_folders

        return domain_folders(self._settings)

    def _really_open(self, domain: str, progress: Progress) -> "Chatbot":
        from chatbot.assembly import Chatbot  # here, because it loads the model libraries

        return Chatbot.open(domain, settings=self._settings, progress=progress)
