"""What the browser keeps is used if it is usable, and never trusted further than that."""

import json

import pytest

from chatbot.web.visit import Visit


def test_a_visit_comes_back_as_it_was_kept() -> None:
    visit = Visit.read(None, "movies", "en")
    assert Visit.read(visit.kept(), "shop", "zh") == visit


@pytest.mark.parametrize(
    "stored",
    [None, 5, "", "nonsense", {"user": "x"}, json.dumps({"user": "../../etc", "domain": "movies", "sessions": {}}),
     json.dumps({"user": "a" * 32, "domain": "movies", "sessions": {"movies": "' or 1=1"}})],
)  # fmt: skip
def test_anything_else_begins_a_new_visit(stored: object) -> None:
    visit = Visit.read(stored, "movies", "zh")
    assert (visit.domain, visit.language, len(visit.user)) == ("movies", "zh", 32)
    assert visit.user != Visit.read(stored, "movies", "zh").user


def test_each_domain_has_its_own_conversation_and_keeps_it() -> None:
    movies = Visit.read(None, "movies", "en")
    shop = movies.in_domain("shop")
    assert shop.session != movies.session
    assert shop.in_domain("movies").session == movies.session


def test_starting_afresh_changes_the_conversation_and_not_the_person() -> None:
    visit = Visit.read(None, "movies", "en").in_domain("shop")
    afresh = visit.afresh()
    assert afresh.user == visit.user
    assert afresh.session != visit.session
    assert afresh.in_domain("movies").session == visit.in_domain("movies").session
