"""How a profile came about: one bar a fact, from when it was said to when it ended."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from chatbot.profile.events import EventKind, FactEvent
from chatbot.records import Fact, Polarity
from chatbot.web.voice import Voice

_ROWS = 14
"""Facts that are drawn, the latest."""
_BEGINS = (EventKind.ADDED, EventKind.RESTORED)
_ENDS = (EventKind.SUPERSEDED, EventKind.RETRACTED, EventKind.UNDONE)


def timeline(history: Sequence[FactEvent], phrase: Callable[[Fact], str], voice: Voice) -> str:
    """The latest facts as bars over time, HTML; "" when nothing has happened. A bar up to the right end is active."""
    begun: dict[str, tuple[datetime, Fact]] = {}
    ended: dict[str, datetime] = {}
    for event in history:
        if event.kind in _BEGINS:
            begun.setdefault(event.fact.id, (event.at, event.fact))
            ended.pop(event.fact.id, None)
        elif event.kind in _ENDS:
            ended[event.fact.id] = event.at
    rows = list(begun.items())[-_ROWS:]
    if not rows:
        return ""
    first, last = min(at for _, (at, _) in rows), max(event.at for event in history)
    span = max((last - first).total_seconds(), 1.0) * 1.04  # what is active reaches a little beyond the last event
    drawn = ""
    for fact_id, (start, fact) in rows:
        left = 100 * (start - first).total_seconds() / span
        over = ended.get(fact_id)
        right = 100.0 if over is None else 100 * (over - first).total_seconds() / span
        kind = f"{fact.polarity}{'' if over is None else ' over'}"
        text = escape(phrase(fact))
        drawn += (
            f'<li title="{text}"><span>{text}</span><b class="{kind}" '
            f'style="margin-left:{left:.1f}%;width:{max(1.5, right - left):.1f}%;'
            f'opacity:{0.35 + 0.65 * fact.strength:.2f}"></b></li>'
        )
    likes, dislikes = voice.html("timeline_like"), voice.html("timeline_dislike")
    legend = (
        f'<p class="legend"><i class="{Polarity.LIKE}"></i>{likes} <i class="{Polarity.DISLIKE}"></i>{dislikes} '
        f'<time datetime="{first.isoformat()}">{first:%Y-%m-%d %H:%M}</time> – '
        f'<time datetime="{last.isoformat()}">{last:%Y-%m-%d %H:%M}</time></p>'
    )
    return f'<ol class="timeline">{drawn}</ol>{legend}'
