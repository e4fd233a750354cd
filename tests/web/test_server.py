"""The application around the page."""

import re
import socket
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from fake_bot import FakeBot
from fastapi.testclient import TestClient

from chatbot.errors import ConfigurationError, UnknownDomainError
from chatbot.settings import Settings
from chatbot.web.server import build_app, launch, serve


@pytest.fixture
def client(settings: Settings, open_fake: Callable[..., FakeBot]) -> Iterator[TestClient]:
    with TestClient(build_app(settings, "movies", cast(Any, open_fake)), base_url="http://shop.example") as client:
        yield client


def test_health_is_told_beside_the_page(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_page_brings_its_style_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/").text
    assert "--accent" in page
    loaded = re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']([^"']+)""", page)
    assert not [address for address in loaded if address.startswith(("http", "//"))]


def test_no_other_site_may_call_it(client: TestClient) -> None:
    answer = client.get("/config", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_the_handlers_are_no_public_api(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_several_people_are_served_at_once(client: TestClient) -> None:
    page = cast(Any, client.app).routes[-1].app.get_blocks()
    assert page._queue.default_concurrency_limit > 1


def test_an_unknown_domain_is_refused_before_anything_is_served(settings: Settings) -> None:
    with pytest.raises(UnknownDomainError, match="Known: movies, shop"):
        serve(settings, "nowhere")


def test_a_program_that_cannot_start_ends_with_one_sentence(settings: Settings) -> None:
    with pytest.raises(SystemExit, match="Error: There is no domain called 'nowhere'"):
        launch(build_app(settings, "nowhere"), settings)


def test_a_port_that_is_taken_is_named_with_the_remedy(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = settings.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(ConfigurationError, match="CHATBOT_PORT"):
            serve(taken)
