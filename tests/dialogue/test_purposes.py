"""What a message is for, where the model and the parser differ."""

import pytest

from chatbot.dialogue.purposes import Heard, settled
from chatbot.records import Intent, Understanding


def heard(model: Intent, parsed: Intent, **more: object) -> Heard:
    given = {"values": 2, "conditions": 1, "wanted": 2, "fresh": True, "kind": None}
    return Heard((model,), Understanding(text="as it was said", intent=parsed, intents=(parsed,)), **{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (heard(Intent.CONSTRAIN, Intent.REQUEST), Intent.REQUEST),
        (heard(Intent.CONSTRAIN, Intent.REQUEST, wanted=1), Intent.CONSTRAIN),
        (heard(Intent.CONSTRAIN, Intent.REQUEST, fresh=False), Intent.CONSTRAIN),
        (heard(Intent.REQUEST, Intent.CONSTRAIN), Intent.CONSTRAIN),
        (heard(Intent.REQUEST, Intent.CONSTRAIN, kind=True, values=0), Intent.REQUEST),
        (heard(Intent.CONSTRAIN, Intent.INFORM), Intent.INFORM),
        (heard(Intent.REQUEST, Intent.INFORM), Intent.REQUEST),
        (heard(Intent.CRITIQUE, Intent.SIMILAR), Intent.SIMILAR),
        (heard(Intent.GREET, Intent.REQUEST), Intent.REQUEST),
    ],
)
def test_the_parser_settles_what_it_knows_by_its_words(case: Heard, expected: Intent) -> None:
    assert settled(case)[0] is expected


@pytest.mark.parametrize("model", [Intent.WHY, Intent.SUPPORT, Intent.ASK_ITEM, Intent.PROFILE])
def test_questions_are_left_to_the_model(model: Intent) -> None:
    assert settled(heard(model, Intent.REQUEST, conditions=0)) == (model,)
