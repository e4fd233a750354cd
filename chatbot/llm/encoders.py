"""Chooses the sentence encoder by name."""

from functools import cache

from chatbot.catalogue.sparse import CJK
from chatbot.llm.base import Encoder
from chatbot.llm.remembering import RememberingEncoder

_ENGLISH = ("minilm", "hash")
"""Encoders that read no other language."""


@cache
def load_encoder(name: str) -> Encoder:
    """The encoder of that name, loaded once per process.

    `minilm`: all-MiniLM-L6-v2 from its package; `hash`: deterministic, for tests;
    anything else: the name or folder of a sentence-transformers model.

    Raises:
        ModelMissingError: the model, its package or its folder is not there.
    """
    if name == "minilm":
        from chatbot.llm.minilm import load_minilm

        return RememberingEncoder(load_minilm())
    if name == "hash":
        from chatbot.llm.hash_encoder import HashEncoder

        return HashEncoder()
    from chatbot.llm.sentence_encoder import SentenceEncoder

    return RememberingEncoder(SentenceEncoder(name))


def reads(encoder: Encoder, text: str) -> bool:
    """Whether an encoder can tell what a text means: to one of English all Chinese is much alike."""
    return encoder.name not in _ENGLISH or CJK.search(text) is None
