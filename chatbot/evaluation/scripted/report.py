"""What a run of scripted dialogues came to: for a terminal, for machines, and for CI."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from chatbot.evaluation.scripted.matching import Check, told
from chatbot.evaluation.scripted.play import Played, PlayedStep
from chatbot.evaluation.scripted.suite import SuiteReport
from chatbot.records import TurnTrace

_SAID = 300
"""Characters of a reply that a transcript shows."""


def name_of(played: Played) -> str:
    return f"{played.script.file}:{played.script.line} {played.script.dialogue}"


def failure(played: Played) -> str:
    """Why a dialogue failed: expected against actual, the turn in short, and the transcript so far."""
    return "\n".join(_failure(played))


def warnings(played: Played) -> list[str]:
    """Soft expectations that did not hold."""
    return [
        f"{played.script.file}:{step.line}: {check}"
        for step in played.steps
        for check in step.checks
        if check.soft and not check.passed
    ]


def as_json(report: SuiteReport) -> dict[str, Any]:
    return {
        "passed": report.passed,
        "dialogues": len(report.played),
        "failures": report.failures,
        "skipped": report.skipped,
        "errors": [_problem(problem) for problem in report.errors],
        "warnings": [_problem(problem) for problem in report.problems if problem.warning],
        "results": [_result(played) for played in report.played],
    }


def write_junit(report: SuiteReport, path: Path) -> None:
    """JUnit's XML, as CI servers read it. Raises OSError."""
    errors = len(report.errors)
    seconds = sum(played.seconds for played in report.played)
    suite = ElementTree.Element(
        "testsuite",
        name="dialogues",
        tests=str(len(report.played) + errors),
        failures=str(report.failures),
        errors=str(errors),
        time=f"{seconds:.3f}",
    )
    for played in report.played:
        script = played.script
        case = ElementTree.SubElement(
            suite, "testcase", classname=str(script.file), name=script.dialogue, time=f"{played.seconds:.3f}"
        )
        if not played.passed:
            said = ElementTree.SubElement(case, "failure", message=_first(played))
            said.text = _printable(failure(played))
    for problem in report.errors:
        case = ElementTree.SubElement(suite, "testcase", classname=str(problem.file), name=f"line {problem.line}")
        ElementTree.SubElement(case, "error", message=_printable(problem.message))
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def in_short(trace: TurnTrace) -> str:
    """One line that says what a turn made of its message."""
    said = [trace.intent.value]
    if trace.facts.added:
        said.append("added " + ", ".join(told(fact) for fact in trace.facts.added))
    if trace.facts.retired:
        said.append("retired " + ", ".join(told(fact) for fact in trace.facts.retired))
    if trace.filters:
        said.append("filters " + ", ".join(f"{c.facet} {c.op} {_plain(c.value)}" for c in trace.filters))
    if trace.relaxed:
        said.append("relaxed " + ", ".join(r.constraint.facet for r in trace.relaxed))
    if trace.recommendations:
        titles = ", ".join(r.title for r in trace.recommendations)
        said.append(f"{len(trace.recommendations)} of {trace.candidates}: {titles}")
    if trace.asked:
        said.append(f"asked {trace.asked}")
    if trace.fallbacks:
        said.append("fall-backs " + ", ".join(trace.fallbacks))
    said.append(f"{trace.milliseconds.get('total', 0):.0f} ms, read by {trace.understanding.source}")
    return " | ".join(said)


def _failure(played: Played) -> Iterator[str]:
    yield f"{played.script.dialogue} ({played.script.file}:{played.script.line})"
    for step in played.steps:
        if not step.failed:
            continue
        yield f"  line {step.line}: {step.user!r}"
        for check in step.failed:
            yield f"    ✗ {check}"
        if step.trace is not None:
            yield f"    turn: {in_short(step.trace)}"
    for check in played.failed:
        yield f"  at the end: ✗ {check}"
    last = max((n for n, step in enumerate(played.steps) if step.failed), default=len(played.steps) - 1)
    yield "  so far:"
    yield from (f"    {line}" for step in played.steps[: last + 1] for line in _spoken(step))


def _spoken(step: PlayedStep) -> Sequence[str]:
    if step.note:
        return (f"({step.note})",)
    reply = " ".join(step.reply.split())
    return (f"user: {step.user}", f"bot:  {reply if len(reply) <= _SAID else reply[: _SAID - 1] + '…'}")


def _result(played: Played) -> dict[str, Any]:
    script = played.script
    return {
        "dialogue": script.dialogue,
        "file": str(script.file),
        "line": script.line,
        "mode": played.mode,
        "passed": played.passed,
        "seconds": round(played.seconds, 4),
        "steps": [
            {
                "line": step.line,
                "user": step.user,
                "reply": step.reply,
                "note": step.note,
                "checks": [_check(check) for check in step.checks],
                "trace": step.trace.model_dump(mode="json") if step.trace else None,
            }
            for step in played.steps
        ],
        "checks": [_check(check) for check in played.checks],
    }


def _check(check: Check) -> dict[str, Any]:
    return check._asdict()


def _problem(problem: Any) -> dict[str, Any]:
    return {"file": str(problem.file), "line": problem.line, "message": problem.message}


def _first(played: Played) -> str:
    failed = [check for step in played.steps for check in step.failed] or list(played.failed)
    return _printable(str(failed[0]))


def _plain(value: object) -> str:
    return " or ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
