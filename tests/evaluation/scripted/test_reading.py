"""Scripts are read strictly: every mistake is named with file, line and the nearest valid name; the others still run."""

from pathlib import Path

import pytest

from chatbot.assembly import Chatbot
from chatbot.evaluation.scripted.matching import Matcher
from chatbot.evaluation.scripted.reading import Problem, check_against, find_scripts, read_scripts

HEAD = "dialogue: a name\ndomain: shop\nturns:\n"


def read(tmp_path: Path, text: str) -> tuple[list[str], list[Problem]]:
    """(names of the dialogues, problems) of a file with that text."""
    file = tmp_path / "a.dialogue.yaml"
    file.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return [each.script.dialogue for each in read_scripts(file, problems)], problems


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + "  - user: hi\n    expct: {intent: greet}\n", 5, "unknown key 'expct'; did you mean 'expect'"),
        (HEAD + "  - user: hi\n    expect: {intent: gret}\n", 5, "did you mean 'greet'"),
        (HEAD + "  - user: hi\n    expect:\n      recommended:\n        minn: 1\n", 7, "did you mean 'min'"),
        (HEAD + "  - user: hi\n    expect: {language: en}\n", 5, "unknown key 'language' here; it belongs in reply"),
        (HEAD + "  - wait: 2 dys\n", 4, "'2 dys' is no time"),
        (HEAD + "  - {user: hi, restart: true}\n", 4, "exactly one of"),
        (HEAD + "  - expect: {intent: greet}\n", 4, "exactly one of"),
        ("dialogue: a\ndomain: shop\n", 1, "turns is missing"),
        ("dialogue: a\nturns: []\n", 2, "at least 1 item"),
        (HEAD + "  - user: [unclosed\n", 5, "is no YAML"),
        (HEAD.replace("turns:", "turns: &a") + "  - *a\n", 1, "an anchor contains itself"),
        ("- a\n- list\n", 1, "is no dialogue"),
        ("", 1, "holds no dialogue"),
        ("just words", 1, "is no dialogue"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    names, problems = read(tmp_path, text)
    assert names == []
    assert any(p.line == line and said in p.message for p in problems), problems


def test_one_bad_dialogue_does_not_stop_the_others(tmp_path: Path) -> None:
    good = HEAD + "  - {user: hi, expect: {intent: greet}}\n"
    names, problems = read(tmp_path, f"{good}---\ndialogue: bad\n---\n{good.replace('a name', 'another')}")
    assert names == ["a name", "another"]
    assert len(problems) == 1


def test_yes_no_numbers_and_times_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "a.dialogue.yaml"
    file.write_text(HEAD + "  - user: no\n  - user: yes\n  - user: 12:30\n  - user: 2001\n  - user: off\n")
    (loaded,) = read_scripts(file, [])
    assert [step.user for step in loaded.script.turns] == ["no", "yes", "12:30", "2001", "off"]


def test_a_bomb_of_anchors_is_turned_down(tmp_path: Path) -> None:
    layers = "\n".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    names, problems = read(tmp_path, f"x0: &a0 [1, 2]\n{layers}\ndialogue: bomb\nturns: [{{user: hi}}]\n")
    assert names == []
    assert "parts" in problems[0].message


def test_a_huge_script_is_turned_down(tmp_path: Path) -> None:
    names, problems = read(tmp_path, "dialogue: huge\n" + "# filler\n" * 1_200_000)
    assert names == []
    assert "split it" in problems[0].message


def test_binary_and_missing_files_are_problems(tmp_path: Path) -> None:
    file = tmp_path / "b.dialogue.yaml"
    file.write_bytes(b"\xff\xfe\x00\x80")
    problems: list[Problem] = []
    assert read_scripts(file, problems) == []
    assert read_scripts(tmp_path / "none.dialogue.yaml", problems) == []
    assert len(problems) == 2


def test_names_that_the_catalogue_does_not_have_are_named(tmp_path: Path, shop: Chatbot) -> None:
    file = tmp_path / "a.dialogue.yaml"
    file.write_text(
        HEAD
        + "  - user: hi\n"
        + "    expect:\n"
        + "      asked: brnd\n"
        + "      recommended: {contains: Sonara Drift Mxa, all: {categry: lamps}}\n"
        + "      not: {filters: {prise: 3}}\n"
        + "  - user: nothing expected\n"
    )
    (loaded,) = read_scripts(file, [])
    problems = check_against(loaded, shop.pack, Matcher(shop.catalogue))
    said = {(p.line, p.message.split("did you mean ")[-1].strip("'?.")) for p in problems if not p.warning}
    assert said == {(6, "brand"), (7, "category"), (7, "Sonara Drift Max Noise Cancelling Headphones"), (8, "price")}
    assert [(p.line, p.warning) for p in problems if p.warning] == [(9, True)]


def test_scripts_are_found_in_folders_and_by_name(tmp_path: Path) -> None:
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    for name in ("b.dialogue.yaml", "a.dialogue.yaml", "c.yaml"):
        (inner / name).touch()
    assert [p.name for p in find_scripts([tmp_path])] == ["a.dialogue.yaml", "b.dialogue.yaml"]
    assert [p.name for p in find_scripts([inner / "c.yaml"])] == ["c.yaml"]
