"""Who wants a shown item ordered, or put into a basket: it is picked, but here nothing can be ordered."""

from chatbot.dialogue.language import Language
from chatbot.dialogue.sentence import Reading, Sentence
from chatbot.dialogue.text import masked, spans_of
from chatbot.records import Intent


def orders(read: Reading, language: Language) -> Sentence | None:
    """ "Add it to my basket", "order the second"; of a question if that can be done nothing is picked."""
    if not (read.state.on_screen or read.state.focus or read.seen.items):
        return None
    places = [*spans_of(read.seen.pointed.pointers), *spans_of(read.seen.items)]
    text = masked(read.text, min(s for s, _ in places), max(e for _, e in places)) if places else read.text
    asked = language.orders.fullmatch(text)
    if asked is None:
        return None
    alone = read.state.on_screen if len(read.state.on_screen) == 1 else ()
    about = read.meant.all or read.state.focus[:1] or alone
    if asked["asks"]:
        return Sentence([Intent.THANK], references=about, settled=True, orders=True)
    return Sentence([Intent.ACCEPT], references=about, settled=True, orders=True)
