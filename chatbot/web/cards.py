"""Recommendation cards: HTML built here and escaped here, from records only."""

from collections.abc import Mapping, Sequence
from html import escape
from zlib import crc32

from chatbot.records import Recommendation, Value
from chatbot.web.voice import Voice

_NAMED = 3
"""Rows for categories and names."""
_NUMBERS = 2
_FLAGS = 3
_VALUES = 3
_REASONS = 3
_VISIBLE = 0.005
"""The least contribution that is drawn."""

Values = Mapping[str, tuple[Value, ...]]


def cards(recommendations: Sequence[Recommendation], voice: Voice) -> str:
    """All cards of one answer, best first; nothing for none."""
    if not recommendations:
        return ""
    drawn = "".join(card(recommendation, place, voice) for place, recommendation in enumerate(recommendations, start=1))
    return f'<ol class="cards" aria-label="{voice.html("cards")}">{drawn}</ol>'


def card(recommendation: Recommendation, place: int, voice: Voice) -> str:
    values = {name: _as_tuple(value) for name, value in recommendation.attributes.items() if name in voice.pack.facets}
    headline = voice.headline(values)
    title = _linked(recommendation.name, recommendation.link)
    return (
        '<li class="card"><article>'
        f"<header>{_monogram(recommendation.name, place)}<h3>{title}</h3>{_headline(headline, voice)}</header>"
        f"{_reasons(recommendation.reasons, voice)}"
        f"{_summary(recommendation.summary)}"
        f"{_attributes(values, headline[0] if headline else None, voice)}"
        f"{_score(recommendation, voice)}"
        f"{_buttons(recommendation.name, headline, voice)}"
        "</article></li>"
    )


def more_like(title: str, headline: tuple[str, str] | None, voice: Voice) -> str:
    """The message that "More like this" sends. The year, where it is what tells items apart, goes with the title."""
    dated = headline is not None and voice.is_year(headline[0])
    name = voice.page.say("titled", title=title, year=headline[1]) if headline and dated else title
    return voice.page.say("say_more", title=name)


def not_this(title: str, voice: Voice) -> str:
    """The message that "Not for me" sends."""
    return voice.page.say("say_not", title=title)


def _as_tuple(value: Value | tuple[str, ...]) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _monogram(title: str, place: int) -> str:
    """A coloured initial that makes a card easy to find again; the hue is always the same for a title."""
    initial = next((c for c in title if c.isalnum()), "•").upper()
    hue = crc32(title.encode()) % 360
    return f'<span class="monogram" style="--hue:{hue}" aria-hidden="true">{escape(initial)}<i>{place}</i></span>'


def _linked(title: str, link: str | None) -> str:
    """The title, as a link where the item has one. Only web addresses: anything else could be a script."""
    if link is None or not link.startswith(("https://", "http://")):
        return escape(title)
    return f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'


def _headline(headline: tuple[str, str] | None, voice: Voice) -> str:
    if headline is None:
        return ""
    return f'<span class="headline" title="{escape(voice.label(headline[0]))}">{escape(headline[1])}</span>'


def _summary(summary: str) -> str:
    return f'<p class="summary" title="{escape(summary)}">{escape(summary)}</p>' if summary else ""


def _attributes(values: Values, headline: str | None, voice: Voice) -> str:
    """The main attributes with their labels, and flags that are set as tags."""
    facets = voice.pack.facets
    shown = [name for name, facet in facets.items() if facet.card and name != headline and values.get(name)]
    if not shown:
        shown = [name for name in facets if name != headline and values.get(name)]
    named = [name for name in shown if facets[name].kind in ("category", "entity")][:_NAMED]
    numbers = [name for name in shown if facets[name].kind == "number"][:_NUMBERS]
    flags = [name for name in shown if facets[name].kind == "flag" and values[name] == (True,)][:_FLAGS]
    rows = "".join(
        f"<div><dt>{escape(voice.label(name))}</dt><dd>{escape(voice.values(name, values[name], _VALUES))}</dd></div>"
        for name in [*named, *numbers]
    )
    tags = "".join(f"<li>{escape(voice.label(name))}</li>" for name in flags)
    return (f"<dl>{rows}</dl>" if rows else "") + (f'<ul class="tags">{tags}</ul>' if tags else "")


def _row(name: str, values: Values, voice: Voice) -> str:
    text = escape(voice.values(name, values[name], _VALUES))
    return f'<div><dt>{escape(voice.label(name))}</dt><dd title="{text}">{text}</dd></div>'


def _reasons(reasons: Sequence[str], voice: Voice) -> str:
    if not reasons:
        return ""
    said = "".join(f"<li>{escape(reason)}</li>" for reason in reasons[:_REASONS])
    return f'<ul class="why" aria-label="{voice.html("why")}">{said}</ul>'


def _score(recommendation: Recommendation, voice: Voice) -> str:
    """The contributions that add up to the score, as bars: for it to the right, against it to the left."""
    parts = {name: value for name, value in recommendation.contributions.items() if abs(value) >= _VISIBLE}
    if not parts:
        return ""
    most = max(abs(value) for value in parts.values())
    rows = "".join(
        f'<li><span>{escape(voice.replies.say(f"signal_{name}"))}</span><b class="{"for" if value > 0 else "against"}" '
        f'style="width:{50 * abs(value) / most:.0f}%"></b><em>{value:+.2f}</em></li>'
        for name, value in sorted(parts.items(), key=lambda part: -part[1])
    )
    told = voice.html("score", score=f"{recommendation.score:.2f}")
    return f'<details class="score"><summary>{told}</summary><ul>{rows}</ul></details>'


def _buttons(title: str, headline: tuple[str, str] | None, voice: Voice) -> str:
    say = voice.page.say
    more = say_button(say("more"), more_like(title, headline, voice), say("more_title", title=title))
    dismiss = say_button(say("not"), not_this(title, voice), say("not_title", title=title))
    return f'<div class="actions">{more}{dismiss}</div>'


def say_button(text: str, message: str, title: str = "") -> str:
    """A button that sends a message as if it had been typed."""
    label = f' aria-label="{escape(title)}"' if title else ""
    return f'<button type="button" data-say="{escape(message)}"{label}>{escape(text)}</button>'
