"""Who is visiting and which conversations are theirs, as their browser keeps it. The server keeps nothing of it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import Field, ValidationError

from chatbot.records import Record

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Visit(Record):
    """Ids are random, so whoever cannot read this browser's storage cannot guess them."""

    user: Id
    domain: str = Field(max_length=64)
    language: str = Field("en", max_length=16)
    sessions: Mapping[str, Id] = Field(default_factory=dict)
    """The current conversation of each domain."""

    @classmethod
    def read(cls, stored: object, domain: str, language: str) -> "Visit":
        """What the browser sent; a new visitor when it sent nothing usable."""
        try:
            return cls.model_validate_json(stored if isinstance(stored, str) else "").in_domain()
        except ValidationError:
            return cls(user=uuid4().hex, domain=domain, language=language).in_domain()

    @property
    def session(self) -> str:
        return self.sessions[self.domain]

    def in_domain(self, domain: str | None = None) -> "Visit":
        """The same visitor at a domain, going on with the conversation they had there."""
        domain = domain or self.domain
        sessions = self.sessions if domain in self.sessions else {**self.sessions, domain: uuid4().hex}
        return self.model_copy(update={"domain": domain, "sessions": sessions})

    def afresh(self) -> "Visit":
        """The same visitor in a new conversation; what is remembered about them stays."""
        return self.model_copy(update={"sessions": {**self.sessions, self.domain: uuid4().hex}})

    def forgotten(self) -> "Visit":
        """A new visitor at the same place: nothing leads back to what was erased."""
        return Visit(user=uuid4().hex, domain=self.domain, language=self.language).in_domain()

    def kept(self) -> str:
        """What the browser keeps: text, because Gradio mixes its own keys into an object."""
        return self.model_dump_json()

    def speaking(self, language: str) -> "Visit":
        return self.model_copy(update={"language": language})
