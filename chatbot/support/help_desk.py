"""Answers questions about the owner's service from the pack's help pages, with the page cited, or not at all."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import structlog
from chromadb.api.models.Collection import Collection
from chromadb.errors import ChromaError

from chatbot.catalogue.chroma import chroma_trouble, open_chroma, writing
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.sparse import SparseIndex
from chatbot.llm.base import Encoder
from chatbot.prompts import Wording
from chatbot.records import Record
from chatbot.settings import Settings
from chatbot.support.asking import asks_in_general, beside_titles, opening, singular

log = structlog.get_logger(__name__)

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"])|(?<=[。！？])")
_HEADING = re.compile(r"^(#{1,3})\s+(.+?)\s*$", re.MULTILINE)
_RRF = 10
_NEAR_ENOUGH = 0.34
"""Below this cosine, and without a help word of the page in the question, a section is not an answer."""
_NAMED_PAGE = 0.15
"""What a page gains whose help words are in the question."""
_OPENING = 0.005
"""What the opening section of such a page gains: of two that answer as well, the general one does."""
_SENTENCES = 3


class Section(Record):
    """One heading of a help page with the text below it."""

    page: str
    language: str
    heading: str
    text: str
    title: str = ""
    """Of the whole page."""

    @property
    def id(self) -> str:
        return hashlib.sha256(f"{self.page}\0{self.language}\0{self.heading}\0{self.text}".encode()).hexdigest()[:32]


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
        self._sections = read_sections(pack.folder / "help") if pack.folder else ()
        self._by_language: dict[str, list[Section]] = defaultdict(list)
        for section in self._sections:
            self._by_language[section.language].append(section)
        self._words = {
            code: SparseIndex([singular(f"{s.heading} {s.text}") for s in own])
            for code, own in self._by_language.items()
        }
        self._collection = self._indexed(settings) if self._sections else None

    def answer(self, question: str, language: str, wording: Wording | None = None) -> HelpAnswer | None:
        """The section that answers, or None when no page says anything about it.

        wording: knows how a language asks about a page in general.
        """
        known = [s for s in self._sections if s.language == language] or [
            s for s in self._sections if s.language == "en"
        ]
        if not known:
            return None
        near = self._near(question, known[0].language)
        pages = self._pages_named(question, language)
        special = beside_titles(question, {s.title for s in known if s.page in pages})
        if len(pages) == 1 and wording is not None and asks_in_general(special, wording):
            own = [s for s in known if s.page in pages]
            return _answer(own[opening([s.heading for s in own], special, wording)])
        places = {s.id: n for n, (s, _) in enumerate(near)}
        cosine = {s.id: c for s, c in near}
        sparse = [row for row, _ in self._words[known[0].language].search(singular(special), len(known))]
        rank = {known[row].id: n for n, row in enumerate(sparse)}

        openings = {section.page: section for section in reversed(known)}

        def score(section: Section) -> float:
            fused = 1 / (_RRF + places.get(section.id, 99)) + 1 / (_RRF + rank.get(section.id, 99))
            opens = section.page in pages and section is openings[section.page]
            return fused + (_NAMED_PAGE if section.page in pages else 0.0) + (_OPENING if opens else 0.0)

        best = max(known, key=score)
        if best.page not in pages and cosine.get(best.id, 0.0) < _NEAR_ENOUGH:
            return None
        return _answer(best)

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
            wanted = {section.id: section for section in self._sections}
            gone = sorted(stored - set(wanted))
            new = [section for section_id, section in wanted.items() if section_id not in stored]
            if gone or new:
                with writing(settings):
                    self._write(collection, gone, new)
        return collection

    def _write(self, collection: Collection, gone: list[str], new: list[Section]) -> None:
        if gone:
            collection.delete(ids=gone)
        if new:
            vectors = self._encoder.encode([f"{s.page.replace('-', ' ')}. {s.heading}. {s.text}" for s in new])
            metadata = [{"page": s.page, "language": s.language, "heading": s.heading} for s in new]
            # Another process may have written the same sections while this one waited.
            collection.upsert([s.id for s in new], vectors, [*metadata], [s.text for s in new])

    def _near(self, question: str, language: str) -> list[tuple[Section, float]]:
        if self._collection is None:
            return []
        by_id = {s.id: s for s in self._sections}
        vector = self._encoder.encode([question])
        try:
            found = self._collection.query(
                query_embeddings=vector, n_results=8, where={"language": language}, include=["distances"]
            )
        except ChromaError as error:
            log.warning("help pages searched by words alone", reason=str(error))
            return []
        distances = (found["distances"] or [[]])[0]
        return [(by_id[i], 1 - d) for i, d in zip(found["ids"][0], distances, strict=True) if i in by_id]

    def _pages_named(self, question: str, language: str) -> set[str]:
        text = question.casefold()
        return {
            page
            for page, words in self._pack.help.words.items()
            if any(
                re.search(rf"(?<!\w){re.escape(w.casefold())}", text) if w.isascii() else w in text
                for w in (*words.get(language, ()), *words.get("en", ()))
            )
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
        body = " ".join(text[mark.end() : following.start() if following else len(text)].split())
        if body:
            sections.append(Section(page=page, language=language, heading=mark.group(2), text=body, title=title))
    return sections


def _answer(section: Section) -> HelpAnswer:
    return HelpAnswer(page=section.page, heading=section.heading, text=_opening(section.text))


def _opening(text: str) -> str:
    sentences: Sequence[str] = [s for s in _SENTENCE.split(text) if s]
    joint = "" if any(ord(c) > 0x2E80 for c in text[:20]) else " "
    return joint.join(sentences[:_SENTENCES])
