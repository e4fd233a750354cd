"""What items share is what counting it by hand gives."""

from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.catalogue.overlap import Overlap


@given(st.lists(st.frozensets(st.integers(0, 11)), max_size=8), st.lists(st.integers(0, 11), max_size=9))
def test_shared_values_count_by_their_rarity(owners: list[frozenset[int]], rows: list[int]) -> None:
    overlap = Overlap([np.array(sorted(o), np.intp) for o in owners], 12)
    found = overlap.between([0, 5], np.array(rows, np.intp))
    for place, one in enumerate((0, 5)):
        for at, other in enumerate(rows):
            shared = sum(0.3 * log(12 / len(o)) / log(12) for o in owners if one in o and other in o)
            assert abs(found[place, at] - min(1.0, shared)) < 1e-9


def test_a_catalogue_of_one_item_or_none_has_nothing_to_share() -> None:
    assert Overlap([np.array([0], np.intp)], 1).between([0], np.array([0], np.intp)).tolist() == [[0.0]]
    assert Overlap([], 0).between([], np.array([], np.intp)).shape == (0, 0)
