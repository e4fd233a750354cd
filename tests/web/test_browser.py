"""The real page, served by the real program with the real models, driven in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from fake_bot import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TURN = 120_000
"""Milliseconds that a turn may take on a busy machine."""
WISH = "Something tense and clever like Arrival, no horror, after 2010"
INJECTION = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) ${alert(2)} {{value}}"


def missing() -> str:
    """Why the browser cannot be used, '' if it can."""
    if not CHROMIUM.exists():
        return f"{CHROMIUM} is missing: apt-get install chromium"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is missing: pip install playwright"
    return ""


@pytest.fixture(scope="module", autouse=True)
def _needs_a_browser() -> None:
    reason = missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="module")
def address(_needs_a_browser: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the program says its page is."""
    environment = {**os.environ, "CHATBOT_DATA_DIR": str(tmp_path_factory.mktemp("data")), "CHATBOT_PORT": "0"}
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as program:
        try:
            assert program.stdout is not None
            told = re.search(r"http://127\.0\.0\.1:\d+", program.stdout.readline())
            assert told, "the program ended without telling its address"
            yield told.group()
        finally:
            program.terminate()
            program.wait(timeout=20)


@pytest.fixture(scope="module")
def browser(_needs_a_browser: None) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Page:
    """The page as a visitor uses it."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, height: int = 860, **context: object) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, **context)
        self.page = self.context.new_page()
        self.hosts: set[str] = set()
        self.dialogs: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or "127.0.0.1"))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector(".greeting", timeout=TURN)

    def say(self, message: str) -> None:
        self.page.get_by_role("textbox", name="Your message").fill(message)
        self.after(lambda: self.page.keyboard.press("Enter"))

    def after(self, act: Callable[[], object]) -> None:
        """Do something that sends a message, and wait for the whole answer."""
        newest = self.last.get_attribute("data-key") if self.turns else None
        act()
        self.page.wait_for_function(
            "before => { const turns = [...document.querySelectorAll('.turn')];"
            " return turns.length && turns.at(-1).dataset.key !== before && !document.querySelector('.live'); }",
            arg=newest,
            timeout=TURN,
        )

    @property
    def turns(self) -> int:
        return self.page.locator(".turn").count()

    @property
    def last(self) -> Locator:
        return self.page.locator(".turn").last

    def titles(self) -> list[str]:
        return self.last.locator(".card h3").all_inner_texts()

    def known(self) -> str:
        return " ".join(self.page.locator("#panel .facts li").all_inner_texts())


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A visitor at a desk, who has not been here before. Whatever they do, nothing may break or leave the machine."""
    visitor = Page(browser, address)
    yield visitor
    visitor.context.close()
    assert visitor.hosts == {"127.0.0.1"}
    assert visitor.faults == []
    assert visitor.dialogs == []


def test_a_message_brings_cards_that_obey_it_streamed_prose_and_a_profile(page: Page) -> None:
    page.page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const turn = document.querySelector('.turn.live');
            if (turn) window.seen.push([turn.querySelectorAll('.card').length, turn.querySelector('.said').innerText.length]);
        }).observe(document.getElementById('transcript'), {childList: true, subtree: true, characterData: true});
    }""")
    page.say(WISH)
    assert page.titles()
    for card in page.last.locator(".card").all():
        assert int(card.locator(".headline").inner_text()) > 2010
        assert "horror" not in card.locator("dd").first.inner_text()
        assert card.locator(".why li").count()
    assert {"after 2010", "horror"} <= set(re.findall(r"“([^”]+)”", page.known()))
    assert "must" in page.known()
    seen = page.page.evaluate("window.seen")
    final = len(page.last.locator(".said").first.inner_text())
    assert any(cards and words < final for cards, words in seen), "cards stood there before the prose was complete"
    assert page.page.locator("#announcement").inner_text().strip(), "a screen reader is told the finished answer"


def test_cards_and_suggestions_answer_to_a_tap(page: Page) -> None:
    page.say(WISH)
    first = page.titles()
    page.after(lambda: page.last.locator(".card").first.get_by_text("More like this").click())
    assert first[0] in page.last.locator(".you").inner_text()
    assert first[0] in page.known()
    assert first[0] not in page.titles()
    rejected = page.titles()[0]
    page.after(lambda: page.last.locator(".card").first.get_by_text("Not for me").click())
    assert page.last.locator(".you").inner_text().endswith(f"Not “{rejected}”")
    assert rejected not in page.titles()


def test_a_suggestion_is_an_answer(page: Page) -> None:
    page.say("recommend something")
    suggestion = page.last.locator(".chips button").first
    text = suggestion.inner_text()
    page.after(suggestion.click)
    assert text in page.last.locator(".you").inner_text()
    assert page.titles()


def test_an_example_begins_a_conversation_in_its_language(page: Page) -> None:
    page.after(lambda: page.page.locator(".greeting [lang=zh] button").first.click())
    assert "更多类似的" in page.last.inner_text()
    assert "我对您的了解" in page.page.locator("#panel").inner_text()
    assert page.page.locator("#afresh").inner_text() == "新对话"


def test_markup_in_a_message_is_shown_as_text(page: Page) -> None:
    page.say(INJECTION)
    assert page.last.locator(".you").inner_text().endswith(INJECTION)
    assert page.page.locator("#transcript img, #panel img, #transcript .said a, #transcript strong").count() == 0


def test_an_empty_message_is_answered_with_a_sentence(page: Page) -> None:
    page.say("   ")
    assert "The message is empty." in page.last.inner_text()
    page.say(WISH)
    assert page.titles()


def test_a_reload_keeps_the_conversation_and_a_new_one_begins_empty(page: Page) -> None:
    page.say(WISH)
    titles = page.titles()
    page.page.reload()
    page.ready()
    page.page.wait_for_selector(".turn")
    assert page.titles() == titles
    assert "after 2010" in page.known()
    page.say("shorter ones please")
    assert page.turns == 2
    page.page.get_by_role("button", name="New chat").click()
    page.page.wait_for_function("!document.querySelector('.turn')", timeout=TURN)
    assert page.known() == ""


def test_another_domain_is_opened_when_it_is_chosen(page: Page) -> None:
    page.page.locator("#domain input").click()
    page.page.get_by_role("option", name="Northlight store").click()
    page.page.wait_for_selector(".greeting >> text=Wireless headphones", timeout=TURN)
    page.say("Wireless headphones under $80, nothing from Sonara")
    for card in page.last.locator(".card").all():
        assert float(card.locator(".headline").inner_text().strip("$")) <= 80
        assert "Sonara" not in card.locator("h3").inner_text()
    assert page.titles()


def test_the_theme_follows_the_system_and_can_be_changed(browser: Browser, address: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    night = Page(browser, address, color_scheme="dark")
    assert night.page.evaluate(background) == "rgb(19, 21, 23)"
    night.page.get_by_role("button", name="Light or dark").click()
    assert night.page.evaluate(background) == "rgb(245, 244, 240)"
    night.page.reload()
    night.ready()
    assert night.page.evaluate(background) == "rgb(245, 244, 240)"
    night.context.close()


def test_a_phone_shows_everything_without_scrolling_sideways(browser: Browser, address: str) -> None:
    phone = Page(browser, address, width=390, height=844, has_touch=True, is_mobile=True)
    phone.say(WISH)
    phone.after(lambda: phone.last.locator(".card").first.get_by_text("More like this").tap())
    phone.say("compare the first two")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.page.evaluate("document.getElementById('scroller').scrollWidth") <= 390
    panel = phone.page.locator("#panel")
    assert not panel.is_visible()
    phone.page.locator("[data-panel-open]").tap()
    phone.page.wait_for_timeout(400)
    assert panel.is_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["width"] <= 390
    assert "after 2010" in phone.known()
    phone.page.keyboard.press("Escape")
    phone.page.wait_for_timeout(400)
    assert not panel.is_visible()
    phone.context.close()


def test_the_profile_is_its_owners(page: Page) -> None:
    """Weighed, kept, forgotten, exported and erased with the mouse; the next answer follows."""
    page.say("I love westerns, I hate horror")
    facts = page.page.locator("#panel .facts li")
    liked, hated = facts.filter(has_text="western"), facts.filter(has_text="horror")
    hated.locator("button[data-act=forget]").click()
    page.page.wait_for_function("() => document.querySelectorAll('#panel .facts li').length === 1")
    liked.locator("select").select_option("must")
    page.page.wait_for_selector("#panel .facts .mark.hard")
    liked.locator(".reword summary").click()
    liked.locator(".reword input").fill("a war film")
    liked.locator(".reword input").press("Enter")
    page.page.wait_for_function("() => document.querySelector('#panel .facts').innerText.includes('a war film')")
    page.say("something sad")
    assert "no horror" not in page.last.inner_text()
    page.page.locator("#panel .owner summary").first.click()
    assert page.page.locator("#panel .timeline li").count() >= 3

    page.page.locator("#panel button[data-act=export]").click()
    with page.page.expect_download() as download:
        page.page.locator("#panel a[download]").click()
    assert "I love westerns" in Path(download.value.path()).read_text(encoding="utf-8")

    page.last.locator("details.score summary").first.click()
    assert page.last.locator("details.score[open] li").count() >= 1

    page.page.locator("#panel .erase summary").click()
    page.page.locator("#panel button[data-act=erase]").click()
    page.page.wait_for_function("() => !document.querySelector('#panel .facts') && !document.querySelector('.turn')")
