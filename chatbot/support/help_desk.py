"""Answers questions about the owner's service from the pack's help pages, with the page cited, or not at all."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog
from chromadb.api.models.Collection import Collection
from chromadb.errors import ChromaError

from chatbot.catalogue.chroma import chroma_trouble, open_chroma, writing
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.prose import sentences_of
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import reads
from chatbot.llm.words import corrected
from chatbot.prompts import Wording
from chatbot.records import Record
from chatbot.settings import Settings
from chatbot.support.asking import asks_in_general, beside_titles, opening, parts_of, telling_of
from chatbot.support.shared_words import SharedWords

log = structlog.get_logger(__name__)

_HEADING = re.compile(r"^(#{1,3})\s+(.+?)\s*$", re.MULTILINE)
_ASKED = re.compile(r"<!--\s*asked:(.*?)-->", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COSINE = 1.5
"""Weight of nearness in meaning beside shared words."""
_NEAR_ENOUGH, _WORDLESS = 0.34, 0.5
"""Below this cosine, and without a help word of the page in the question, a section is no answer; nor below the second
where they hardly share a word."""
_SHARED = 0.16
"""Share of a question's words, the rare ones weighing more, that a section must have."""
_NAMED_PAGE = 0.8
"""What a page gains whose help words are in the question."""
_OPENING = 0.01
"""What the opening section of such a page gains: of two that answer as well, the general one does."""
_FAR_BETTER = 0.4
"""How much better than any section of the pages that a question names another one must answer it."""
_GOES_ON = 0.5
"""What the sections of the page gain that answered the question before."""
_CONTACT = "contact"
_BATCH = 1000
"""Passages written at once; Chroma takes some five thousand."""
_PASSAGES = 40
"""Passages that are looked at for each question."""
_SENTENCES = 3
_ANSWERS = 3
"""Parts of one message at most that are answered by themselves."""


class Section(Record):
    """One heading of a help page with the text below it."""

    page: str
    language: str
    heading: str
    text: str
    title: str = ""
    """Of the whole page."""
    asked: tuple[str, ...] = ()
    """Questions that people ask and this answers, in their words (`<!-- asked: … | … -->` below the heading)."""

    @property
    def id(self) -> str:
        return _digest(self.page, self.language, self.heading, self.text)

    @property
    def passages(self) -> tuple[str, ...]:
        """What a question may be near to: the whole, each sentence, each question."""
        sentences = (f"{self.heading}. {sentence}" for sentence in sentences_of(self.text))
        return tuple(
            dict.fromkeys([f"{self.page.replace('-', ' ')}. {self.heading}. {self.text}", *sentences, *self.asked])
        )


class HelpAnswer(Record):
    """Sentences of a help page, word for word, and where they stand."""

    page: str
    heading: str
    text: str

    def told(self, wording: Wording) -> str:
        return wording.say("support", answer=self.text, page=self.page, heading=self.heading)


class HelpDesk:
    """The help pages of one pack, searched by heading in a Chroma collection of their own."""

    def __init__(self, pack: Pack, encoder: Encoder, settings: Settings) -> None:
        self._pack = pack
        self._encoder = encoder
        self._single = [w for words in pack.help.words.values() for w in words.get("en", ()) if " " not in w]
        self._sections = read_sections(pack.folder / "help") if pack.folder else ()
        self._by_language: dict[str, list[Section]] = defaultdict(list)
        for section in self._sections:
            self._by_language[section.language].append(section)
        self._words = {
            code: SharedWords([f"{s.heading} {s.text} {' '.join(s.asked)}" for s in own], [s.asked for s in own])
            for code, own in self._by_language.items()
        }
        self._collection = self._indexed(settings) if self._sections else None

    def answers(self, message: str, language: str, wording: Wording, before: str = "") -> tuple[HelpAnswer, ...]:
        """The answers to all that a message asks, each from another section; none when no page says anything about it.

        before: the page that answered the message before, which this one may go on about ("how do I send it in?").

        Parts are answered by themselves where several of them name a page: one that does not ("and how long does it
        take?") is understood from the others.
        """
        silent = [w for words in self._pack.help.silent.values() for w in words]
        told = [part for part in parts_of(message, wording) if not _has_any(part, silent)]
        bought = _has_any(message, wording.words("help_bought"))
        naming = [part for part in told if self._pages_named(part, language)]
        if _has_any(message, silent) and not naming:
            return ()
        found = [self.answer(part, language, wording, before, bought) for part in naming[:_ANSWERS]]
        several = tuple(dict.fromkeys(each for each in found if each is not None))
        if len(several) > 1:
            return several
        whole = self.answer(message, language, wording, before, bought)
        agreed = len(naming) > 1 and len(several) == 1  # "it hasn't arrived, where is my parcel?"
        if several and (agreed or whole is None or whole.page not in self._pages_named(message, language)):
            return several
        return (whole,) if whole is not None else ()

    def answer(
        self,
        question: str,
        language: str,
        wording: Wording | None = None,
        before: str = "",
        bought: bool = False,
    ) -> HelpAnswer | None:
        """The section that answers, or None when no page says anything about it.

        wording: knows how a language asks about a page in general. before: the page that answered the last question.
        bought: whether it is told that the thing was bought.
        """
        known = [s for s in self._sections if s.language == language] or [
            s for s in self._sections if s.language == "en"
        ]
        if not known:
            return None
        question = corrected(question, self._single)
        near = self._near(question, known[0].language)
        pages = self._pages_named(question, language)
        pages = {self._pack.help.bought.get(page, page) if bought else page for page in pages}
        special = beside_titles(question, {s.title for s in known if s.page in pages})
        if len(pages) == 1 and wording is not None and asks_in_general(special, wording):
            own = [s for s in known if s.page in pages]
            return _answer(own[opening([s.heading for s in own], special, wording)])
        words = self._words[known[0].language].scores(special)
        openings = {section.page: section for section in reversed(known)}

        def score(row: int) -> float:
            section = known[row]
            opens = section.page in pages and section is openings[section.page]
            named = (_NAMED_PAGE if section.page in pages else 0.0) + (_OPENING if opens else 0.0)
            named += _GOES_ON if section.page == before else 0.0
            return _COSINE * near.get(section.id, 0.0) + words[row] + named

        row = max(range(len(known)), key=score)
        # "Can I get it by Saturday?" asks of no chat on Saturdays; of Chinese nearness says too little.
        if pages and known[row].page not in {*pages, before} and reads(self._encoder, question):
            among = [n for n, section in enumerate(known) if section.page in pages]
            nearest = max(among, key=score)
            row = nearest if score(row) - score(nearest) < _FAR_BETTER else row
        best = known[row]
        telling = telling_of(special, wording) if wording is not None else special
        shares = self._words[known[0].language].share(telling, row) >= _SHARED
        likely = near.get(best.id, 0.0) >= (_NEAR_ENOUGH if shares else _WORDLESS)
        # To an encoder of English all Chinese is much alike.
        unread = not reads(self._encoder, question)
        if best.page not in pages and not (shares if unread else likely):
            return None
        return _answer(best)

    def contact(self, language: str) -> HelpAnswer | None:
        """How to reach a person: the opening section of the page called `contact`, None without one."""
        own = [s for s in self._sections if s.page == _CONTACT]
        told = [s for s in own if s.language == language] or [s for s in own if s.language == "en"]
        return _answer(told[0]) if told else None

    def _indexed(self, settings: Settings) -> Collection:
        """The collection with just the present sections in it; only new and changed ones are embedded."""
        encoder = re.sub(r"[^a-z0-9]+", "-", self._encoder.name.lower())
        name = f"help-{self._pack.name}-{encoder}"[:120].strip("-")
        with chroma_trouble(settings, self._pack.name):
            client = open_chroma(settings, self._pack.name)
            collection = client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            stored = set(collection.get(include=[])["ids"])
            wanted = {
                _digest(section.id, passage): (section, passage)
                for section in self._sections
                for passage in section.passages
            }
            gone = sorted(stored - set(wanted))
            new = {key: found for key, found in wanted.items() if key not in stored}
            if gone or new:
                with writing(settings):
                    self._write(collection, gone, new)
        return collection

    def _write(self, collection: Collection, gone: list[str], new: Mapping[str, tuple[Section, str]]) -> None:
        if gone:
            collection.delete(ids=gone)
        rows = list(new.items())
        for start in range(0, len(rows), _BATCH):
            keys, found = zip(*rows[start : start + _BATCH], strict=True)
            passages = [passage for _, passage in found]
            metadata = [{"section": s.id, "page": s.page, "language": s.language} for s, _ in found]
            # Another process may have written the same passages while this one waited.
            collection.upsert([*keys], self._encoder.encode(passages), [*metadata], passages)

    def _near(self, question: str, language: str) -> dict[str, float]:
        """By section, the cosine of its nearest passage."""
        if self._collection is None:
            return {}
        vector = self._encoder.encode([question])
        try:
            found = self._collection.query(
                query_embeddings=vector,
                n_results=_PASSAGES,
                where={"language": language},
                include=["distances", "metadatas"],
            )
        except ChromaError as error:
            log.warning("help pages searched by words alone", reason=str(error))
            return {}
        distances, metadata = (found["distances"] or [[]])[0], (found["metadatas"] or [[]])[0]
        nearest: dict[str, float] = {}
        for distance, about in zip(distances, metadata, strict=True):  # the nearest come first
            nearest.setdefault(str(about.get("section")), 1 - distance)
        return nearest

    def _pages_named(self, question: str, language: str) -> set[str]:
        return {
            page
            for page, words in self._pack.help.words.items()
            if _has_any(question, (*words.get(language, ()), *words.get("en", ())))
        }


def read_sections(folder: Path) -> tuple[Section, ...]:
    """All sections of `<page>.md` (English) and `<page>.<language>.md`; unreadable files are named in the log."""
    sections: list[Section] = []
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        page, _, language = path.stem.partition(".")
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            log.warning("help page left out", file=str(path), reason=str(error))
            continue
        sections += _split(text, page, language or "en")
    return tuple(sections)


def _split(text: str, page: str, language: str) -> list[Section]:
    marks = list(_HEADING.finditer(text))
    title = next((mark.group(2) for mark in marks if len(mark.group(1)) == 1), "")
    sections = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        below = text[mark.end() : following.start() if following else len(text)]
        asked = tuple(q for found in _ASKED.findall(below) for q in map(str.strip, found.split("|")) if q)
        body = " ".join(_COMMENT.sub(" ", below).split())
        if body:
            heading = mark.group(2)
            sections.append(Section(page=page, language=language, heading=heading, text=body, title=title, asked=asked))
    return sections


def _has_any(text: str, words: Sequence[str]) -> bool:
    """Whether a text has one of the words, or begins a word of it with one; "#" stands for a number."""
    plain = text.casefold()
    begun = (re.escape(word.casefold()).replace(r"\#", r"\d+") for word in words if word.isascii())
    return any(re.search(rf"(?<!\w){word}", plain) for word in begun) or any(
        word in plain for word in words if not word.isascii()
    )


def _answer(section: Section) -> HelpAnswer:
    return HelpAnswer(page=section.page, heading=section.heading, text=_opening(section.text))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _opening(text: str) -> str:
    joint = "" if any(ord(c) > 0x2E80 for c in text[:20]) else " "
    return joint.join(sentences_of(text)[:_SENTENCES])
