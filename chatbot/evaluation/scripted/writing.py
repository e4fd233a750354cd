"""Turns a conversation that was held into a script, with what its trace says as expectations, for a person to prune."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from chatbot.catalogue.catalogue import Catalogue
from chatbot.errors import InputError
from chatbot.profile.store import StoredTurn
from chatbot.records import ITEM, WISH, Constraint, Fact, Scope, TurnTrace

_PAUSE = timedelta(hours=1)
"""Silence from which a script waits."""
_HEAD = "# Recorded. Keep what must hold, and delete what may change.\n"


class _Dumper(yaml.SafeDumper):
    """Mappings of expectations on one line each, as people write them."""


class _Flow(dict[str, Any]):
    pass


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def script_of(turns: Sequence[StoredTurn], catalogue: Catalogue, name: str) -> str:
    """The YAML of one dialogue. `turns`: of one session, oldest first. Raises InputError when there is none."""
    if not turns:
        raise InputError(f"There is no session {name!r} with turns in it. `chatbot ask … --session NAME` begins one.")
    started = turns[0].created_at
    steps: list[dict[str, Any]] = []
    before = started
    for turn in turns:
        steps += _waiting(before, turn.created_at)
        before = turn.created_at
        trace = TurnTrace.model_validate_json(turn.trace)
        steps.append({"user": turn.message, "expect": _Flow(_expected(trace, catalogue))})
    script = {
        "dialogue": name[:200],
        "domain": catalogue.pack.name,
        "clock": started.replace(microsecond=0).isoformat(),
        "turns": steps,
    }
    return _HEAD + yaml.dump(script, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def write_script(text: str, path: Path, overwrite: bool) -> None:
    """Raises InputError when the file is there already, or cannot be written."""
    if path.exists() and not overwrite:
        raise InputError(f"{path} is there already. Name another file with --out, or replace it with --overwrite.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}. Name another file with --out.") from error


def _waiting(before: datetime, now: datetime) -> list[dict[str, Any]]:
    hours = round((now - before) / timedelta(hours=1))
    return [{"wait": f"{hours} hours"}] if now - before >= _PAUSE else []


def _expected(trace: TurnTrace, catalogue: Catalogue) -> dict[str, Any]:
    """What a turn's trace says; wishes and scores are left out, as they hang on the encoder."""
    facts = {
        name: [_Flow(_pattern(fact, catalogue)) for fact in said if fact.facet != WISH]
        for name, said in (("added", trace.facts.added), ("retired", trace.facts.retired))
    }
    said: dict[str, Any] = {"intent": trace.intent.value}
    if any(facts.values()):
        said["facts"] = _Flow({name: patterns for name, patterns in facts.items() if patterns})
    if trace.recommendations:
        said["filters"] = _Flow(_conditions(trace.filters))
        said["relaxed"] = sorted({relaxation.constraint.facet for relaxation in trace.relaxed})
        said["recommended"] = _Flow({"min": 1, "contains": [trace.recommendations[0].title]})
    if trace.asked:
        said["asked"] = trace.asked
    if trace.cites:
        said["cites"] = list(trace.cites)
    return said


def _pattern(fact: Fact, catalogue: Catalogue) -> dict[str, Any]:
    item = catalogue.item(str(fact.value)) if fact.facet == ITEM else None
    value = item.title if item is not None else fact.value
    written = {
        "facet": fact.facet,
        "value": None if value is None else str(value).lower() if isinstance(value, bool) else str(value),
        "min": fact.min,
        "max": fact.max,
        "polarity": fact.polarity.value,
        "hard": True if fact.hard else None,
        "scope": fact.scope.value if fact.scope is Scope.LASTING else None,
    }
    return {key: part for key, part in written.items() if part is not None}


def _conditions(filters: Sequence[Constraint]) -> Mapping[str, Any]:
    """The filters of each facet as one condition."""
    found: dict[str, dict[str, Any]] = {}
    for one in filters:
        condition = found.setdefault(one.facet, {})
        if one.op in ("gte", "lte"):
            tighter = max if one.op == "gte" else min
            condition[one.op] = tighter([one.value, condition.get(one.op, one.value)])
            continue
        values = one.value if isinstance(one.value, tuple) else (one.value,)
        key = "not" if one.op == "not_in" else "equals"
        condition[key] = [*condition.get(key, []), *(str(v).lower() if isinstance(v, bool) else str(v) for v in values)]
    return {facet: _Flow(condition) for facet, condition in found.items()}
