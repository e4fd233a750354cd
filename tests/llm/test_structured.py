"""Reading JSON out of answers, asking for it in words, and the grammar that holds llama.cpp to it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from pydantic import BaseModel

from chatbot.llm.local import compact_json
from chatbot.llm.scripted import ScriptedChat
from chatbot.llm.structured import asking_for_json, json_in, role_of

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


class Part(BaseModel):
    name: str


class Whole(BaseModel):
    parts: list[Part]


@given(st.dictionaries(st.text(), JSON), st.text(st.characters(exclude_characters="{")))
def test_any_object_is_found_after_any_words(record: dict[str, object], words: str) -> None:
    assert json_in(words + json.dumps(record) + words) == record


@pytest.mark.parametrize("text", ["", "no", "[1, 2]", '{"a": 1', '"{"'])
def test_no_object_is_an_error(text: str) -> None:
    with pytest.raises(OutputParserException):
        json_in(text)


def test_the_request_for_json_is_added_to_the_last_message() -> None:
    model = ScriptedChat("{}")
    asking_for_json(model, Whole, include_raw=False).invoke([SystemMessage("be kind"), HumanMessage("a lamp")])
    assert model.prompts[0].startswith("be kind\na lamp\n\nAnswer with one JSON object")
    assert '"parts"' in model.prompts[0]


def test_the_request_does_not_change_the_callers_messages() -> None:
    messages = [HumanMessage("a lamp")]
    asking_for_json(ScriptedChat("{}"), Whole, include_raw=False).invoke(messages)
    assert messages == [HumanMessage("a lamp")]


def test_the_grammar_allows_no_white_space_and_no_other_keys_at_any_depth() -> None:
    schema = json.loads(compact_json(Whole).partition("%json ")[2])
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Part"]["additionalProperties"] is False
    assert schema["x-guidance"]["whitespace_flexible"] is False


def test_roles_are_those_of_chat_templates() -> None:
    assert [role_of(m) for m in (SystemMessage(""), HumanMessage(""), AIMessage(""))] == ["system", "user", "assistant"]
