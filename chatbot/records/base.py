"""What every record is made of, and the words for what messages, facts and turns are."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Value = bool | int | float | str
"""One facet value, as the catalogue writes it."""

ITEM = "item"
"""Facet of a fact about one item; its value is the item's id."""

KNOWN_STRENGTH = 0.3
"""Of a liking for an item that is only said to be known, seen or owned."""

WISH = "wish"
"""Facet of a free-text wish: words that no facet value stands for, used in semantic search only."""


class Record(BaseModel):
    """A value that crosses a seam: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Intent(StrEnum):
    """What a message is for."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    INFORM = "inform"
    CONSTRAIN = "constrain"
    REQUEST = "request"
    CRITIQUE = "critique"
    SIMILAR = "similar"
    ASK_ITEM = "ask_item"
    COMPARE = "compare"
    WHY = "why"
    WHAT_IF = "what_if"
    ACCEPT = "accept"
    REJECT = "reject"
    UNDO = "undo"
    FORGET = "forget"
    RESET = "reset"
    PROFILE = "profile"
    SUPPORT = "support"
    HANDOFF = "handoff"
    OUT_OF_SCOPE = "out_of_scope"


class Polarity(StrEnum):
    LIKE = "like"
    DISLIKE = "dislike"


class Scope(StrEnum):
    SESSION = "session"
    LASTING = "lasting"


class Status(StrEnum):
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class Behaviour(StrEnum):
    """What somebody did with an item, beside talking about it."""

    VIEW = "view"
    CLICK = "click"
    CART = "cart"
    PURCHASE = "purchase"
    RATING = "rating"
    REVIEW = "review"
    LIKE = "like"
    DISLIKE = "dislike"


class Act(StrEnum):
    """What the assistant does next."""

    RECOMMEND = "recommend"
    PICK = "pick"
    ABOUT_ITEM = "about_item"
    NOT_SHOWN = "not_shown"
    WHAT_IF = "what_if"
    COMPARE = "compare"
    WHY = "why"
    PROFILE = "profile"
    CHANGED = "changed"
    SUPPORT = "support"
    HANDOFF = "handoff"
    SMALL_TALK = "small_talk"
    DECLINE = "decline"
