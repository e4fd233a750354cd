"""A stop sequence ends a text however the text was cut into pieces."""

from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.llm.stops import until_stop


def test_a_stop_spread_over_pieces_ends_the_text() -> None:
    assert "".join(until_stop(["one\n", "\nUs", "er: two"], ["\n\nUser:"])) == "one"


def test_the_earliest_of_several_stops_counts() -> None:
    assert "".join(until_stop(["a b c"], ["c", "b"])) == "a "


def test_text_is_given_out_as_soon_as_it_cannot_be_a_stop() -> None:
    assert list(until_stop(["a", "b", "<", "c"], ["</end>"])) == ["a", "b", "<c"]


def test_the_beginning_of_a_stop_at_the_end_is_text() -> None:
    assert "".join(until_stop(["all of it <"], ["</end>"])) == "all of it <"


@example(["\na", "\n"], ["a", "\na\n"])
@given(st.lists(st.text("ab\n", max_size=4)), st.lists(st.text("ab\n", min_size=1, max_size=3), max_size=3))
def test_the_result_is_the_text_before_the_first_stop(pieces: list[str], stops: list[str]) -> None:
    text = "".join(pieces)
    end = min([at for at in map(text.find, stops) if at >= 0], default=len(text))
    assert "".join(until_stop(pieces, stops)) == text[:end]
