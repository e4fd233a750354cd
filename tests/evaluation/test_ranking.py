"""The figures of an offline ranking."""

import json
from pathlib import Path

import pytest

from chatbot.errors import InputError
from chatbot.evaluation.metrics.mrr import mrr
from chatbot.evaluation.metrics.ndcg import ndcg
from chatbot.evaluation.metrics.recall import recall
from chatbot.evaluation.ranking import evaluate_ranking, read_dialogues


def test_recall_counts_relevant_items_within_the_cutoff() -> None:
    assert recall([1, 7, None], 5) == pytest.approx(1 / 3)
    assert recall([], 5) == 0


def test_mrr_of_a_second_place_is_one_half() -> None:
    assert mrr([2], 10) == 0.5
    assert mrr([11], 10) == 0


def test_ndcg_is_one_for_a_perfect_list_and_falls_with_rank() -> None:
    assert ndcg([1, 2], 10) == 1
    assert ndcg([3], 10) == pytest.approx(0.5)


def test_a_run_over_a_file_reports_bad_lines_and_measures_the_others(tmp_path: Path) -> None:
    line = {
        "dialogue_id": "d",
        "turn": 1,
        "messages": [{"role": "user", "content": "x"}],
        "seen": ["a"],
        "relevant": ["b"],
    }
    path = tmp_path / "dialogues.jsonl"
    path.write_text(json.dumps(line) + "\nnot json\n\n[1]\n", encoding="utf-8")
    problems: list[str] = []
    dialogues = list(read_dialogues(path, problems))
    report = evaluate_ranking(lambda messages, top, seen: [("c", 1.0), ("b", 0.5)], dialogues, problems)
    assert report.recall["recall@1"] == 0
    assert report.recall["recall@5"] == 1
    assert report.mrr_at_10 == 0.5
    assert [p.split(":")[1] for p in report.problems] == ["2", "4"]


def test_nothing_to_measure_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to measure"):
        evaluate_ranking(lambda messages, top, seen: [], [])
    with pytest.raises(InputError, match="Cannot read dialogues"):
        list(read_dialogues(tmp_path / "none.jsonl", []))
