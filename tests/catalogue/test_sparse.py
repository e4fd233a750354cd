import time

import numpy as np
import pytest

from chatbot.catalogue.sparse import SparseIndex, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The QUICK brown-fox", ["quick", "brown", "fox"]),
        ("the director's cut, don't", ["director", "cut", "dont"]),
        ("Amélie naïve Ærø İzmir", ["amelie", "naive", "ærø", "izmir"]),
        ("5G 13.5 snake_case", ["5g", "13", "5", "snake", "case"]),
        ("科幻片", ["科", "幻", "片", "科幻", "幻片"]),
        ("看Arrival吧", ["看", "arrival", "吧"]),
        ("한국 がぎ", ["한", "국", "한국", "が", "ぎ", "がぎ"]),
        ("", []),
        ("😀 — !", []),
    ],
)
def test_texts_are_split_into_folded_words_and_cjk_characters_with_their_pairs(text: str, expected: list[str]) -> None:
    assert list(tokens(text)) == expected


def test_rarer_shared_words_rank_higher_and_rows_without_one_are_left_out() -> None:
    index = SparseIndex(["red lamp", "red chair", "blue lamp with red shade", "green table"])
    assert [row for row, _ in index.search("a blue lamp", 10)] == [2, 0]


def test_scores_fall_and_no_more_than_n_come_back() -> None:
    index = SparseIndex([f"word {'word ' * (n % 5)}filler{n}" for n in range(50)])
    found = index.search("word", 7)
    assert len(found) == 7
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_only_rows_of_the_mask_are_found() -> None:
    index = SparseIndex(["lamp", "lamp", "lamp"])
    assert [row for row, _ in index.search("lamp", 10, np.array([False, True, False]))] == [1]


def test_chinese_is_found_by_a_pair_of_characters() -> None:
    index = SparseIndex(["一部科幻电影", "一部爱情电影"])
    assert [row for row, _ in index.search("想看科幻", 1)] == [0]


@pytest.mark.parametrize("texts", [[], [""], ["", "   "], ["the of"]])
def test_texts_without_words_are_no_error(texts: list[str]) -> None:
    assert SparseIndex(texts).search("lamp", 5) == []


@pytest.mark.parametrize(("query", "n"), [("", 5), ("the", 5), ("unheard", 5), ("lamp", 0)])
def test_a_query_that_can_find_nothing_finds_nothing(query: str, n: int) -> None:
    assert SparseIndex(["", "lamp"]).search(query, n) == []


def test_a_query_over_2_000_texts_takes_at_most_3_ms() -> None:
    draw = np.random.default_rng(0)
    index = SparseIndex([" ".join(f"w{word}" for word in draw.zipf(1.3, 80) % 5000) for _ in range(2000)])
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        index.search("w1 w2 w3 w17 w140 w999 w2500", 100)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.003
