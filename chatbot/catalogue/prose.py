"""Prose in sentences."""

import re

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"])|(?<=[。！？])")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, word for word."""
    return [sentence for sentence in _END.split(text) if sentence]
