"""The grammar of an explanation: every note of the item, once and to the letter, joined as sentences are.

A model held to it chooses the order and the joints; it cannot invent, repeat, leave out or trail off.
"""

import json
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

_END = "<|im_end|>"
"""Must be named: llama.cpp lets no answer end where its grammar could go on."""
_LABELLED = re.compile(r"(?P<label>[^:“]+): (?P<value>.+)")
_ALIKE = re.compile(r"[^:“]*(?P<title>“[^”]+”): (?P<shared>.+)")
_VERB = re.compile(r"[a-z]+s .+")

Templates = Mapping[str, Mapping[str, Sequence[str]]]
"""By kind of note: how a sentence `opens` with it after the title, how it `adds` it, how else it `ends`."""


def sentence_grammar(title: str, notes: Sequence[str], noun: str, templates: Templates) -> str:
    """An llguidance grammar for one sentence that begins with the title. At most four notes: their orders are listed.

    All is one terminal: between terminals llguidance takes the longest match and never goes back, so that after one
    that ends in a space " t" could only become the one of the next that begins so.
    """
    orders = [" ".join(map(_any, parts)) for parts in arrangements(notes, noun, templates)]
    return f'%llguidance {{}}\nstart: SENTENCE {_END}\nSENTENCE: {_literal(title)} ({" | ".join(orders)}) "."'


def arrangements(notes: Sequence[str], noun: str, templates: Templates) -> Iterator[list[list[str]]]:
    """For every order of the notes, the parts of a sentence after its title; for each part, how it may be said.

    But single words come first: "a tense thriller from 1995", and not "from 1995, and also a tense film".
    """
    read = [_read(note, noun) for note in notes]
    words, rest = [n for n in read if n.kind == "word"], [n for n in read if n.kind != "word"]
    for first, *others in ([*a, *b] for a in permutations(words) for b in permutations(rest)):
        if others and first.kind == others[0].kind == "word":
            second = others.pop(0)
            parts = [_said(templates["words"]["opens"], {**first.words, "other": second.words["note"]})]
        else:
            parts = [_said(templates[first.kind]["opens"], first.words)]
        for place, note in enumerate(others, 1):
            own = templates[note.kind]
            parts.append(_said([*own["adds"], *(own["ends"] if place == len(others) else ())], note.words))
        yield parts


def _said(templates: Sequence[str], words: Mapping[str, str]) -> list[str]:
    return [string.Template(template).substitute(words) for template in templates]


class _Note:
    """A note in parts: "price: $45" is labelled, "like “Heat”: crime" alike, "about war" a phrase."""

    def __init__(self, kind: str, **words: str) -> None:
        self.kind, self.words = kind, words


def _read(text: str, noun: str) -> _Note:
    things = {"noun": noun, "a_noun": _with_article(noun)}
    if match := _ALIKE.fullmatch(text):
        *most, last = match["shared"].split(", ")
        return _Note("alike", title=match["title"], shared=f"{', '.join(most)} and {last}" if most else last)
    if match := _LABELLED.fullmatch(text):
        label = match["label"]
        return _Note("labelled", label=label, a_label=_with_article(label), value=match["value"], **things)
    kind = "verb" if _VERB.fullmatch(text) else "phrase" if " " in text else "word"
    return _Note(kind, note=text, a_note=_with_article(text), **things)


def _with_article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def _any(ways: Sequence[str]) -> str:
    return f"({' | '.join(map(_literal, ways))})"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
