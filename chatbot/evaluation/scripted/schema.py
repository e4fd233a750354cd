"""The JSON Schema of scripts, for editors: `# yaml-language-server: $schema=dialogue.schema.json`."""

from typing import Any

from chatbot.evaluation.scripted.script import Script

TITLE = "Scripted dialogue"


def script_schema() -> dict[str, Any]:
    schema = Script.model_json_schema(by_alias=True)
    for internal in ("file", "line"):
        schema["properties"].pop(internal, None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": TITLE}
