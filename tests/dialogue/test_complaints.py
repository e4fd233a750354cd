"""What is told of fears and of shown items: a complaint is no wish for what it names."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Polarity, SessionState

SHOWN = SessionState(session_id="s", user_id="u", turn=1, shown=(("m104180", "m187778", "m116524"),))


def said(parser: Parser, text: str) -> set[tuple[str, object]]:
    """What a message states, with a minus where it is against it."""
    statements = parser.parse(text, SHOWN).statements
    return {(("" if s.polarity is Polarity.LIKE else "-") + s.facet, s.value) for s in statements if s.value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he's scared of dragons", {("-themes", "dragons")}),
        ("my wife is really afraid of ghosts", {("-themes", "ghosts")}),
        ("我怕鬼", {("-themes", "ghosts")}),
        ("a boy who is afraid of ghosts", {("themes", "ghosts"), ("wish", "boy"), ("wish", "afraid")}),
        ("我不怕鬼", {("themes", "ghosts")}),
    ],
)
def test_what_somebody_fears_is_not_wanted(films: Parser, text: str, expected: set[tuple[str, object]]) -> None:
    assert said(films, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hmm those look depressing", {("-moods", "bleak")}),
        ("they all seem so depressing", {("-moods", "bleak")}),
        ("这些看起来好压抑", {("-moods", "bleak")}),
        ("they look dreary", {("-wish", "dreary")}),
        ("ugh these are all cartoons", {("-genre", "animation")}),
        ("ugh, it's a musical", {("-genre", "musical")}),
        ("how come these are all so sad?", {("-moods", "sad")}),
        ("they are musicals, right?", {("genre", "musical")}),
        ("hmm those are depressing?", set()),
        ("oh those look funny", {("moods", "funny")}),
        ("something that looks depressing", {("moods", "bleak")}),
    ],
)
def test_how_shown_items_look_may_be_held_against_them(
    films: Parser, text: str, expected: set[tuple[str, object]]
) -> None:
    assert said(films, text) == expected


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("nah, thats got aliens in it", "-"),
        ("no, the second one has aliens in it", "-"),
        ("不过这部里面有外星人啊", "-"),
        ("it's got to have aliens in it", ""),
        ("it has aliens in it, lovely", ""),
    ],
)
def test_who_only_tells_what_an_item_has_does_not_want_it(films: Parser, text: str, polarity: str) -> None:
    assert (f"{polarity}themes", "aliens") in said(films, text)


@pytest.mark.parametrize("text", ["that's got will smith in it", "oh it has dogs in it", "第一部里面有狗"])
def test_what_is_only_told_of_an_item_states_nothing(films: Parser, text: str) -> None:
    assert said(films, text) == set()


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("i dont like the second one, jim carrey overdoes it there", False),
        ("not the second one, jim carrey in it please", True),
        ("not the second one, something with jim carrey in it", True),
    ],
)
def test_why_an_item_is_turned_down_is_no_wish(films: Parser, text: str, wants: bool) -> None:
    stated = said(films, text)
    assert ("-item", "m187778") in stated
    assert ("item", "m187778") not in stated
    assert (("cast", "Jim Carrey") in stated) is wants
