"""The panel: what is known about the person, as it evolves, each fact with the words it came from."""

from collections.abc import Callable, Collection, Sequence
from html import escape

from chatbot.records import ITEM, Fact, Scope
from chatbot.web.voice import Voice

_QUOTES = "\"'“”‘’«»「」『』《》 "

Phrase = Callable[[Fact], str]
"""One fact in words."""


def panel(facts: Sequence[Fact], new: Collection[str], phrase: Phrase, voice: Voice) -> str:
    """All active facts, newest first. `new`: ids of those this turn brought, which are marked."""
    groups = ""
    for scope in (Scope.SESSION, Scope.LASTING):
        drawn = "".join(_fact(fact, fact.id in new, phrase, voice) for fact in reversed(facts) if fact.scope is scope)
        if drawn:
            groups += f'<h3>{voice.html(f"panel_{scope}")}</h3><ul class="facts">{drawn}</ul>'
    title = voice.html("panel")
    body = groups or f'<p class="nothing">{voice.html("panel_empty")}</p>'
    close = f'<button type="button" class="icon" data-panel-close aria-label="{voice.html("panel_close")}">✕</button>'
    return f'<section class="profile" aria-label="{title}"><header><h2>{title}</h2>{close}</header>{body}</section>'


def _fact(fact: Fact, new: bool, phrase: Phrase, voice: Voice) -> str:
    weight = "hard" if fact.hard else "soft"
    text = phrase(fact)
    mark = f'<span class="mark {weight}" title="{voice.html(f"{weight}_title")}">{voice.html(weight)}</span>'
    mark = "" if fact.facet == ITEM else mark  # an item is liked or set aside: neither a condition nor a wish
    words = fact.words.strip(_QUOTES)
    marked = ' class="new"' if new else ""
    fresh = f'<span class="unseen">{voice.html("new")}: </span>' if new else ""
    quote = f"<q>{voice.html('quoted', words=words)}</q>" if words else ""
    return (
        f'<li data-fact="{escape(fact.id)}"{marked}>'
        f"<p><span>{fresh}{escape(text[:1].upper() + text[1:])}</span>{mark}</p>{quote}</li>"
    )
