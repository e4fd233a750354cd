"""The conversation as HTML: a list of parts, one for the greeting and one a turn, so that only what changed is sent."""

from collections.abc import Sequence
from html import escape

from chatbot.web.cards import cards, say_button
from chatbot.web.prose import prose
from chatbot.web.shown import Shown
from chatbot.web.voice import Voice

_EXAMPLES = 2


def greeting(voice: Voice, count: int) -> str:
    """What stands above an empty conversation: what this is, and messages to try in every language of the pack."""
    examples = voice.pack.examples
    ordered = sorted(examples, key=lambda code: code != voice.language)
    tries = "".join(
        f'<div lang="{escape(code)}">'
        + "".join(say_button(text, text) for text in examples[code][:_EXAMPLES])
        + "</div>"
        for code in ordered
    )
    nouns = voice.pack.nouns(voice.language, count)
    return (
        f'<section class="greeting"><h2>{voice.html("greet_title")}</h2>'
        f"<p>{voice.html('greet_text', count=f'{count:,}', noun=nouns)}</p>"
        + (f'<div class="examples" role="group" aria-label="{voice.html("greet_try")}">{tries}</div>' if tries else "")
        + "</section>"
    )


def turn(shown: Shown, voice: Voice, last: bool) -> str:
    """One turn. `last`: whether nothing was said after it, so that its suggestions still stand.

    The first paragraph stands above the cards; what follows, most often a question, below them with its suggestions.
    """
    state = "" if shown.finished else " live"
    above, below = _parted(shown)
    follows = f'<div class="said">{prose(below)}</div>' if below else ""
    chips = _chips(shown.suggestions, voice) if last else ""
    return (
        f'<article class="turn{state}" data-key="{shown.key}" lang="{escape(voice.language)}">'
        f"{_you(shown.message, voice)}{_answer(shown, above, voice)}"
        f'<div class="found">{cards(shown.recommendations, voice)}</div>'
        f'<div class="after">{follows}{chips}</div></article>'
    )


def opening(voice: Voice, done: int, total: int) -> str:
    """A progress bar while a catalogue is opened for the first time. `total` 0: not known yet."""
    key = "opening_items" if total else "opening"
    words = voice.html(key, title=voice.title, done=f"{done:,}", total=f"{total:,}")
    bar = f'<progress max="{total}" value="{done}"></progress>' if total else "<progress></progress>"
    return f'<section class="opening" role="status"><p>{words}</p>{bar}</section>'


def notice(problem: str) -> str:
    """A problem that is not the answer to a message."""
    return f'<section class="notice" role="alert">{_paragraphs([problem])}</section>'


def _you(message: str, voice: Voice) -> str:
    said = f'<p class="you"><span class="unseen">{voice.html("you")}: </span>{escape(message)}</p>'
    return said if message.strip() else '<p class="you" hidden></p>'


def _answer(shown: Shown, text: str, voice: Voice) -> str:
    if shown.problem:
        return f'<div class="said problem">{_paragraphs([shown.problem])}</div>'
    if text:
        return f'<div class="said"><span class="unseen">{voice.html("assistant")}: </span>{prose(text)}</div>'
    waiting = f'<span class="dots" role="img" aria-label="{voice.html("thinking")}"><i></i><i></i><i></i></span>'
    return f'<div class="said">{"" if shown.finished else waiting}</div>'


def _chips(suggestions: Sequence[str], voice: Voice) -> str:
    if not suggestions:
        return ""
    buttons = "".join(say_button(text, text) for text in suggestions)
    return f'<div class="chips" role="group" aria-label="{voice.html("suggestions")}">{buttons}</div>'


def _parted(shown: Shown) -> tuple[str, str]:
    """What is said above the cards and what below; all above when there are no cards."""
    text = shown.text.strip()
    if not shown.recommendations:
        return text, ""
    above, _, below = text.partition("\n\n")
    return above, below


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def announcement(text: str) -> str:
    """What screen readers hear when an answer is complete."""
    return f"<p>{escape(text.strip())}</p>" if text.strip() else ""
