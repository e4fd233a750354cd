"""The assistant's text: paragraphs, lists and tables are drawn, everything else is shown as written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.web.prose import prose


def test_blank_lines_part_paragraphs() -> None:
    assert prose("one\n\ntwo\n") == "<p>one</p><p>two</p>"


def test_dashes_make_a_list_after_its_heading() -> None:
    assert prose("You:\n- a\n- b") == "<p>You:</p><ul><li>a</li><li>b</li></ul>"


def test_a_comparison_becomes_a_table_with_headings_on_both_sides() -> None:
    drawn = prose("| Compare | A | B |\n| --- | --- | --- |\n| year | 1995 | <b>2004</b> |\n\nA comes first.")
    assert '<th scope="col">A</th>' in drawn
    assert '<th scope="row">year</th><td>1995</td><td>&lt;b&gt;2004&lt;/b&gt;</td>' in drawn
    assert drawn.endswith("<p>A comes first.</p>")
    assert "---" not in drawn


@pytest.mark.parametrize(
    "text", ["**bold**", "[x](javascript:alert(1))", "# head", "`code`", "![i](http://a/b.png)", "$x$"]
)
def test_other_markdown_is_shown_as_it_was_written(text: str) -> None:
    assert prose(text) == f"<p>{text}</p>"


def test_html_is_shown_as_text() -> None:
    assert prose("<img src=x onerror=alert(1)>") == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


@given(text=st.text(max_size=200))
def test_no_text_brings_a_tag_of_its_own(text: str) -> None:
    ours = r'</?(?:p|ul|li|br|table|thead|tbody|tr|td)>|<div class="table" tabindex="0">|</div>|<th scope="(?:col|row)">|</th>'
    assert "<" not in re.sub(ours, "", prose(text))
