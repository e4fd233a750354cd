"""Reads *.dialogue.yaml files: YAML without surprises, every complaint with file, line and the nearest valid name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from chatbot.catalogue.pack import Pack
from chatbot.dialogue import frame
from chatbot.evaluation.scripted import script as format_
from chatbot.evaluation.scripted.matching import Matcher
from chatbot.evaluation.scripted.script import Expected, FactsExpected, Finally, Recommended, Script, as_tuple
from chatbot.records import ITEM, WISH, Intent

SUFFIX = ".dialogue.yaml"
_LARGEST = 2_000_000
"""Bytes of the largest script that is read."""
_NODES = 200_000
"""Nodes of a script with its anchors written out: more is a mistake, or an attack."""

Where = tuple[str | int, ...]


class Problem(NamedTuple):
    """Something wrong with a script, or worth a warning."""

    file: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Loaded(NamedTuple):
    """A script, and the line of each of its parts."""

    script: Script
    lines: Mapping[Where, int]

    def line(self, where: Where) -> int:
        return _line(self.lines, where)


class _Loader(yaml.SafeLoader):
    """YAML 1.2: only true and false are booleans, so that "yes" and "no" are words; times and dates are text."""


_Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def find_scripts(paths: Iterable[Path]) -> list[Path]:
    """The script files under some paths; a file named outright is taken whatever it is called."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def read_scripts(file: Path, problems: list[Problem]) -> list[Loaded]:
    """The dialogues of one file, each a YAML document of it. What cannot be used is added to `problems`."""
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError(f"is larger than {_LARGEST:,} bytes; split it into several files")
        text = file.read_text(encoding="utf-8")
        nodes = [node for node in yaml.compose_all(text, Loader=_Loader) if node is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        problems.append(Problem(file, mark.line + 1 if mark else 1, f"is no YAML: {said}. Mend that line."))
        return []
    except yaml.YAMLError as error:
        problems.append(Problem(file, 1, f"is no YAML: {error}."))
        return []
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.append(Problem(file, 1, f"cannot be read: {reason}."))
        return []
    if not nodes:
        problems.append(Problem(file, 1, "holds no dialogue; write `dialogue: a name`, `domain:` and `turns:`."))
    read = (_script(file, node, problems) for node in nodes)
    return [loaded for loaded in read if loaded is not None]


def check_against(loaded: Loaded, pack: Pack, matcher: Matcher) -> list[Problem]:
    """Facets, items and frames that the catalogue does not have, and turns of which nothing is expected."""
    script = loaded.script
    file = script.file
    problems: list[Problem] = []
    facets = [*pack.facets, ITEM, WISH]

    def complain(where: Where, kind: str, name: str, known: Iterable[str]) -> None:
        problems.append(Problem(file, loaded.line(where), f"{pack.name} has no {kind} {name!r}{_nearest(name, known)}"))

    titles = [item.title for item in matcher.catalogue.items]
    for where, facet in _facets_of(script):
        if facet not in facets:
            complain(where, "facet", facet, facets)
    for where, name in _items_of(script):
        if matcher.item_id(name) is None:
            complain(where, "item", name, titles)
    for n, step in enumerate(script.turns):
        if step.understood is not None and not frame.read(step.understood).intents:
            problems.append(
                Problem(file, loaded.line(("turns", n, "understood")), "the first line of a frame names its intents")
            )
        if step.user is not None and (step.expect is None or not step.expect.given):
            problems.append(Problem(file, loaded.line(("turns", n)), "nothing is expected of this turn", warning=True))
    return problems


def _script(file: Path, node: yaml.Node, problems: list[Problem]) -> Loaded | None:
    first = node.start_mark.line + 1
    lines: dict[Where, int] = {}
    try:
        _walk(node, (), lines, set())
        raw = _construct(node)
    except (ValueError, yaml.YAMLError) as error:
        problems.append(Problem(file, first, str(getattr(error, "problem", None) or error)))
        return None
    if not isinstance(raw, dict):
        problems.append(Problem(file, first, "is no dialogue; write `dialogue: a name`, `domain:` and `turns:`."))
        return None
    try:
        script = Script.model_validate({**raw, "file": file, "line": first})
    except ValidationError as error:
        problems.extend(_explained(error, file, lines))
        return None
    return Loaded(script, lines)


def _walk(node: yaml.Node, where: Where, lines: dict[Where, int], above: set[int]) -> None:
    """Notes the line of each part. Raises ValueError for a cycle of anchors, or too many parts."""
    if id(node) in above:
        raise ValueError(f"line {node.start_mark.line + 1}: an anchor contains itself; write that part out")
    if len(lines) > _NODES:
        raise ValueError(f"has more than {_NODES:,} parts with its anchors written out; split it")
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _walk(value, (*where, str(key.value)), lines, {*above, id(node)})
            lines[*where, str(key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            _walk(value, (*where, n), lines, {*above, id(node)})


def _construct(node: yaml.Node) -> Any:
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _line(lines: Mapping[Where, int], where: Where) -> int:
    """The line of a part, or of the nearest part around it."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _explained(error: ValidationError, file: Path, lines: Mapping[Where, int]) -> Iterator[Problem]:
    """One complaint for each part that is wrong."""
    seen: set[tuple[int, str]] = set()
    found = error.errors()
    # A list is also said to be too short when its members are wrong.
    for wrong in [w for w in found if w["type"] != "too_short"] or found:
        where = tuple(part for part in wrong["loc"] if isinstance(part, int) or _is_key(part))
        name = str(where[-1]) if where else "dialogue"
        key = (_line(lines, where), name)
        if key in seen:
            continue
        seen.add(key)
        given = str(wrong["input"])[:60]
        match wrong["type"]:
            case "extra_forbidden":
                said = f"unknown key {name!r}{_instead(name)}"
            case "enum":
                values = [i.value for i in Intent] if "intent" in wrong["loc"] else []
                said = f"{name}: {given!r} is none of {wrong['ctx']['expected']}{_nearest(given, values)}"
            case "missing":
                said = f"{name} is missing"
            case _:
                said = f"{name}: {_plain(wrong['msg'])}, got {given!r}"
        yield Problem(file, _line(lines, where), said)


def _plain(message: str) -> str:
    """What pydantic says, in the words of YAML."""
    return message.removeprefix("Value error, ").replace("tuple", "list").replace("Tuple", "List")


def _is_key(part: str) -> bool:
    """Whether a part of a location stands in the file: pydantic names the members of unions too."""
    return bool(re.fullmatch(r"[a-z_]+", part)) and part not in ("str", "bool", "tuple", "timedelta")


def _places() -> dict[str, set[str]]:
    """Which keys there are, and under which keys each of them may stand; those of a whole dialogue under none."""
    models = [m for m in vars(format_).values() if isinstance(m, type) and issubclass(m, format_.Strict)]
    parents = {
        model: {
            field.alias or name
            for parent in models
            for name, field in parent.model_fields.items()
            if re.search(rf"\b{model.__name__}\b", str(field.annotation))
        }
        for model in models
    }
    places: dict[str, set[str]] = {}
    for model in models:
        for name, field in model.model_fields.items():
            places.setdefault(field.alias or name, set()).update(parents[model])
    return {key: under for key, under in places.items() if key not in ("file", "line")}


_PLACES = _places()


def _instead(name: str) -> str:
    """What to write in place of a key that cannot stand where it does."""
    if name in _PLACES:
        *others, last = sorted(_PLACES[name]) or ["the dialogue"]
        return f" here; it belongs in {', '.join(others)}{' or ' if others else ''}{last}."
    return _nearest(name, _PLACES)


def _nearest(name: str, known: Iterable[str]) -> str:
    hit = process.extractOne(name, list(known), score_cutoff=60)
    return f"; did you mean {hit[0]!r}?" if hit else "."


def _facets_of(script: Script) -> Iterator[tuple[Where, str]]:
    """Every facet that a script names, with where."""
    for n, pattern in enumerate(script.profile):
        yield ("profile", n, "facet"), pattern.facet
    for n, step in enumerate(script.turns):
        for where, expected in _expected(step.expect, ("turns", n, "expect")):
            yield from _fact_facets(expected.facts, (*where, "facts"))
            for facet in expected.filters or ():
                yield (*where, "filters", facet), facet
            for facet in expected.relaxed or ():
                yield (*where, "relaxed"), facet
            yield from _item_facets(expected.recommended, (*where, "recommended"))
            if isinstance(expected.asked, str):
                yield (*where, "asked"), expected.asked
    if script.expect is not None:
        yield from _fact_facets(script.expect.facts, ("expect", "facts"))
        yield from _item_facets(script.expect.shown, ("expect", "shown"))
        for facet in as_tuple(script.expect.never_asked):
            yield ("expect", "never_asked"), facet


def _expected(expected: Expected | None, where: Where) -> Iterator[tuple[Where, Expected]]:
    while expected is not None:
        yield where, expected
        expected, where = expected.negated, (*where, "not")


def _fact_facets(facts: FactsExpected | None, where: Where) -> Iterator[tuple[Where, str]]:
    for name in FactsExpected.model_fields if facts is not None else ():
        for n, pattern in enumerate(getattr(facts, name)):
            yield (*where, name, n, "facet"), pattern.facet


def _item_facets(shown: Recommended | None, where: Where) -> Iterator[tuple[Where, str]]:
    for name in ("all", "any", "none") if shown is not None else ():
        for facet in getattr(shown, name):
            yield (*where, name, facet), facet


def _items_of(script: Script) -> Iterator[tuple[Where, str]]:
    """Every item that a script names, with where."""
    for n, step in enumerate(script.turns):
        if step.event is not None:
            yield ("turns", n, "event", "item"), step.event.item
        for where, expected in _expected(step.expect, ("turns", n, "expect")):
            yield from _named(expected.recommended, (*where, "recommended"))
            yield from _named(expected.retrieved, (*where, "retrieved"))
            for item in as_tuple(expected.references):
                yield (*where, "references"), item
            yield from _fact_items(expected, where)
    if script.expect is not None:
        yield from _named(script.expect.shown, ("expect", "shown"))
        yield from _fact_items(script.expect, ("expect",))
    for n, pattern in enumerate(script.profile):
        if pattern.facet == ITEM and pattern.value:
            yield ("profile", n, "value"), pattern.value


def _named(part: BaseModel | None, where: Where) -> Iterator[tuple[Where, str]]:
    for name in ("exactly", "contains", "excludes", "first"):
        for item in as_tuple(getattr(part, name, None)):
            yield (*where, name), item


def _fact_items(expected: Expected | Finally, where: Where) -> Iterator[tuple[Where, str]]:
    for name in FactsExpected.model_fields if expected.facts is not None else ():
        for n, pattern in enumerate(getattr(expected.facts, name)):
            if pattern.facet == ITEM and pattern.value:
                yield (*where, "facts", name, n, "value"), pattern.value
