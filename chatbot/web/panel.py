"""The panel: what is known about the person, as it evolves, each fact with the words it came from."""

from collections.abc import Callable, Collection, Sequence
from html import escape

from chatbot.records import ITEM, WISH, Fact, Polarity, Scope
from chatbot.web.voice import Voice

_QUOTES = "\"'“”‘’«»「」『』《》 "

_LONGEST = 120
"""Characters of a fact said anew."""

LEVELS = {"little": 0.3, "some": 0.6, "much": 0.9}
"""Strengths that can be chosen by hand; beside them, a fact can be made a condition."""
Phrase = Callable[[Fact], str]
"""One fact in words."""


def panel(
    facts: Sequence[Fact], new: Collection[str], phrase: Phrase, voice: Voice, timeline: str = "", export: str = ""
) -> str:
    """All active facts, newest first, each to be said anew, weighed, kept or forgotten.

    new: ids of those this turn brought, which are marked; timeline: the picture of how it came about, as HTML; export:
    the whole profile as a data address, when it was asked for.
    """
    groups = ""
    for scope in (Scope.SESSION, Scope.LASTING):
        drawn = "".join(_fact(fact, fact.id in new, phrase, voice) for fact in reversed(facts) if fact.scope is scope)
        if drawn:
            groups += f'<h3>{voice.html(f"panel_{scope}")}</h3><ul class="facts">{drawn}</ul>'
    title = voice.html("panel")
    body = groups or f'<p class="nothing">{voice.html("panel_empty")}</p>'
    close = f'<button type="button" class="icon" data-panel-close aria-label="{voice.html("panel_close")}">✕</button>'
    own = _own(timeline, export, voice)
    return (
        f'<section class="profile" aria-label="{title}"><header><h2>{title}</h2>{close}</header>{body}{own}</section>'
    )


def _own(timeline: str, export: str, voice: Voice) -> str:
    """What people may do with all of it: see how it came about, take it with them, have it erased."""
    drawn = f"<details><summary>{voice.html('timeline')}</summary>{timeline}</details>" if timeline else ""
    taken = (
        f'<a download="profile.json" href="{escape(export)}">{voice.html("export_ready")}</a>'
        if export
        else f'<button type="button" data-act="export">{voice.html("export")}</button>'
    )
    erased = (
        f'<details class="erase"><summary>{voice.html("erase")}</summary><p>{voice.html("erase_sure")}</p>'
        f'<button type="button" data-act="erase">{voice.html("erase_yes")}</button></details>'
    )
    return f'<div class="owner">{drawn}<div class="own">{taken}{erased}</div></div>'


def _fact(fact: Fact, new: bool, phrase: Phrase, voice: Voice) -> str:
    weight = "hard" if fact.hard else "soft"
    text = phrase(fact)
    mark = f'<span class="mark {weight}" title="{voice.html(f"{weight}_title")}">{voice.html(weight)}</span>'
    mark = "" if fact.facet == ITEM else mark  # an item is liked or set aside: neither a condition nor a wish
    words = fact.words.strip(_QUOTES)
    marked = ' class="new"' if new else ""
    fresh = f'<span class="unseen">{voice.html("new")}: </span>' if new else ""
    quote = f"<q>{voice.html('quoted', words=words)}</q>" if words else ""
    said = f"<p><span>{fresh}{escape(text[:1].upper() + text[1:])}</span>{mark}</p>{quote}"
    return f'<li data-fact="{escape(fact.id)}"{marked}>{said}{_controls(fact, text, voice)}</li>'


def _controls(fact: Fact, text: str, voice: Voice) -> str:
    """How much a fact matters, and the buttons to keep and to forget it."""
    level = "must" if fact.hard else min(LEVELS, key=lambda name: abs(LEVELS[name] - fact.strength))
    levels = [*LEVELS, *(["must"] if fact.facet not in (ITEM, WISH) else [])]
    options = "".join(
        f'<option value="{name}"{" selected" if name == level else ""}>{voice.html(f"weight_{name}")}</option>'
        for name in levels
    )
    share = round(100 * (1 if fact.hard else fact.strength))
    keep = "unpin" if fact.pinned else "pin"
    return (
        f'<div class="controls"><span class="meter" title="{voice.html("strength", share=share)}">'
        f'<i style="width:{share}%"></i></span>'
        f'<select data-act="weigh" aria-label="{voice.html("weight_of", fact=text)}">{options}</select>'
        f'<button type="button" data-act="{keep}" aria-pressed="{str(fact.pinned).lower()}" '
        f'title="{voice.html("pin_title")}">{voice.html(keep)}</button>'
        f'<button type="button" data-act="forget" aria-label="{voice.html("forget_title", fact=text)}">'
        f"{voice.html('forget')}</button></div>{_reword(fact, text, voice)}"
    )


def _reword(fact: Fact, text: str, voice: Voice) -> str:
    """Where a fact is said anew. Not of an item: whether it is liked or set aside is said in the conversation."""
    if fact.facet == ITEM:
        return ""
    # Of what is not wanted only the thing is quoted: said anew, those words alone would ask for it.
    words = escape(fact.words.strip(_QUOTES), quote=True) if fact.polarity is Polarity.LIKE else ""
    return (
        f'<details class="reword"><summary>{voice.html("reword")}</summary>'
        f'<input data-act="reword" value="{words}" placeholder="{escape(text, quote=True)}" maxlength="{_LONGEST}" '
        f'autocomplete="off" aria-label="{voice.html("reword_title", fact=text)}"></details>'
    )
