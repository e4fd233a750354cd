"""Carries out the acts that the policy chose, and gathers what the trace will say of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.choice_answers import COMPARED, ChoiceAnswers
from chatbot.dialogue.comparison import Asked
from chatbot.dialogue.counterfactual import Listed, Supposed, Trial, passed_over, what_if
from chatbot.dialogue.degrees import LOW
from chatbot.dialogue.elicit import question, which
from chatbot.dialogue.exclusions import left_out
from chatbot.dialogue.fact_words import FactWords
from chatbot.dialogue.item_answers import ItemAnswers
from chatbot.dialogue.item_text import ItemText
from chatbot.dialogue.money import assumed, foreign
from chatbot.dialogue.noticed import Noticed
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.profile_answers import ProfileAnswers
from chatbot.dialogue.references import sets_limit, turns_down_all
from chatbot.dialogue.reply import lead
from chatbot.dialogue.small_talk import SmallTalk
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import MAX_CHARACTERS
from chatbot.dialogue.values_held import values_held
from chatbot.prompts import Wording
from chatbot.recommend.explain import Explainer
from chatbot.recommend.recommender import Recommender
from chatbot.records import (
    ITEM,
    Act,
    Constraint,
    Intent,
    Item,
    Items,
    Polarity,
    Profile,
    ProfileChange,
    Question,
    Recommendation,
    Relaxation,
    SessionState,
    Understanding,
    Usage,
)
from chatbot.support.help_desk import HelpDesk

_DEEP = 60
"""How far down a ranking the item that stands first on screen is looked for."""
_REASONS = 3
"""Items at most that are given reasons for at once."""
Spoken = Callable[[str], Wording]
"""The assistant's sentences in a language."""


@dataclass
class Draft:
    """A turn's answer in the making; lives for one turn only."""

    understanding: Understanding
    state: SessionState
    profile: Profile
    change: ProfileChange
    trial: Trial | None
    limit: int
    shortened: bool = False
    """Whether the end of the message was not read."""
    offers: bool = False
    picked: str = ""
    """The id of the one shown item that the answer singles out."""
    filters: tuple[Constraint, ...] = ()
    relaxed: tuple[Relaxation, ...] = ()
    candidates: int = 0
    retrieved: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    question: Question | None = None
    cites: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    fallbacks: list[str] = field(default_factory=list)


class Responder:
    """Performs acts on one catalogue; yields text as it becomes ready, and the items before the prose about them."""

    def __init__(
        self,
        recommender: Recommender,
        explainer: Explainer,
        help_desk: HelpDesk,
        parser: Parser,
        wording: Spoken,
        seed: int | None = None,
    ) -> None:
        """seed: of what is left to chance, which otherwise differs between sessions."""
        self._recommender = recommender
        self._explainer = explainer
        self._help = help_desk
        self._parser = parser
        self._wording = wording
        catalogue = recommender.catalogue
        self._words = FactWords(catalogue)
        texts = ItemText(recommender.encoder)
        self._items = ItemAnswers(catalogue, texts)
        self._choices = ChoiceAnswers(catalogue, self._words, texts)
        self._profiles = ProfileAnswers(catalogue, self._words)
        self._small_talk = SmallTalk(catalogue, seed)

    def notes(self, draft: Draft, before: SessionState, noticed: Noticed, acts: Sequence[Act]) -> Iterator[str]:
        """What the user should know before the answer: whom it is for, how the message was taken, what is remembered.

        before: the session as the turn found it.
        """
        wording = self._wording(draft.understanding.language)
        said = [wording.say("shortened", count=f"{MAX_CHARACTERS:,}")] if draft.shortened else []
        said += [wording.say("foreign_partly")] if draft.understanding.foreign and Act.DECLINE not in acts else []
        said += self._profiles.addressed(draft.state.guest, before, wording)
        said += self._profiles.noticed(noticed, draft.understanding.language, wording)
        said += self._money(draft, acts, wording)
        if Act.RECOMMEND in acts and not before.turn and draft.state.guest is None:
            said += self._profiles.remembered(draft.profile, draft.state, draft.understanding.language, wording)
        yield from (note + " " for note in said)

    def _money(self, draft: Draft, acts: Sequence[Act], wording: Wording) -> list[str]:
        """Says so when what is said of money cannot be gone by as it is."""
        read = draft.understanding
        if Act.RECOMMEND in acts and self._parser.unpriced(read):
            return [wording.say("unpriced")]
        for key, of in (("other_currency", foreign), ("no_currency", assumed)):
            limit = self._parser.limit_in_money(draft.change, read.language, of)
            again = any(limit is not None and fact.facet == limit.facet for fact in draft.change.retired)
            if limit is not None and not (again and of is assumed):  # once is enough
                return [wording.say(key, limit=self._words.fact(limit, read.language, wording))]
        return []

    def perform(self, act: Act, draft: Draft, may_ask: bool, watch: Stopwatch) -> Iterator[str | Items]:
        wording = self._wording(draft.understanding.language)
        if act is Act.PICK:
            chosen = self._choices.best_shown(draft.state, draft.profile, self._parser.asks_choice(draft.understanding))
            draft.picked = chosen.item_id if chosen is not None else ""
        if act is Act.RECOMMEND or (act is Act.PICK and not draft.picked):
            yield from self._recommend(draft, may_ask, wording, watch)
            return
        with watch("answer"):
            text = self._answer(act, draft, wording)
        yield text + "\n\n"

    def _answer(self, act: Act, draft: Draft, wording: Wording) -> str:
        understanding, state = draft.understanding, draft.state
        match act:
            case Act.SUPPORT:
                answers = self._help.answers(understanding.text, understanding.language, wording, state.page)
                draft.cites = tuple(dict.fromkeys(answer.page for answer in answers))
                told = [answer.told(wording) for answer in answers]
                return "\n\n".join(told) or wording.say("support_unknown")
            case Act.PICK:
                return self._choices.picked(draft.picked, state, understanding.language, wording)
            case Act.WHY:
                return self._why(draft, wording)
            case Act.COMPARE:
                asked = self._parser.asked(understanding)
                if asked.degrees and len(understanding.references) < 2 and len(state.on_screen) == 1:
                    numbers = tuple(degree.facet for degree in asked.degrees)  # "which has the best battery?" of one
                    return self._items.about_item(understanding, state, Asked(facets=numbers), None, wording)
                if (asked.alike or asked.together) and (sums := self._items.of_several(understanding, asked, wording)):
                    return sums
                matters = tuple(dict.fromkeys(fact.facet for fact in draft.profile.facts if fact.hard))
                judged = self._judged(understanding.references[:COMPARED], draft)
                draft.picked = self._choices.singled_out(understanding, asked, judged, wording)
                return self._choices.compare(understanding, asked._replace(facets=matters), judged, wording)
            case Act.NOT_SHOWN:
                draft.offers = understanding.supposed is not None
                return self._items.not_shown(understanding, state, wording)
            case Act.WHAT_IF:
                return self._what_if(draft, wording)
            case Act.ABOUT_ITEM if understanding.values_of is not None:
                return self._values_held(*understanding.values_of, draft, wording)
            case Act.ABOUT_ITEM:
                on = state.question if understanding.asks_on else None
                if on is not None:
                    understanding = understanding.model_copy(update={"text": on.text, "settled": False})
                questions = self._parser.questions(understanding, state)
                if on is not None:  # whomever the question before was about
                    meant = {"references": understanding.references}
                    questions = [each.model_copy(update=meant) for each in questions]
                about = dict.fromkeys(self._about_item(each, draft, wording) for each in questions)
                return wording.say("sentences").join(about)
            case Act.PROFILE:
                return self._profiles.profile(draft.profile, understanding.language, wording)
            case Act.CHANGED:
                return self._profiles.changed(understanding, draft.change, draft.profile, wording)
            case Act.HANDOFF:
                contact = self._help.contact(understanding.language)
                draft.cites = (contact.page,) if contact else ()
                return wording.say("handoff", ways=contact.told(wording)) if contact else wording.say("handoff_nowhere")
            case Act.SMALL_TALK:
                known = self._profiles.remembered(draft.profile, state, understanding.language, wording)
                return self._small_talk(understanding, state, known if not state.turn else [], wording)
            case _:
                return self._small_talk.decline(understanding, state, self._parser.manipulates(understanding), wording)

    def _values_held(self, facets: Sequence[str], kind: str, draft: Draft, wording: Wording) -> str:
        catalogue = self._recommender.catalogue
        sought = [str(f.value) for f in draft.profile.facts if f.facet == catalogue.pack.main]
        kinds = [kind] if kind else sought
        return values_held(catalogue, facets, kinds, draft.understanding.language, wording)

    def _about_item(self, question: Understanding, draft: Draft, wording: Wording) -> str:
        asked = self._parser.asked(question)
        asked = asked._replace(leads=self._items.numbered(asked.leads, question))
        return self._items.about_item(question, draft.state, asked, self._leading(asked, draft), wording)

    def _recommend(self, draft: Draft, may_ask: bool, wording: Wording, watch: Stopwatch) -> Iterator[str | Items]:
        understanding, profile = draft.understanding, draft.profile
        language = understanding.language
        with watch("retrieve"):
            view = self._recommender.look(profile, language, understanding.wish)
            found = self._recommender.retrieve(view, self._never(profile), self._rather_not(draft))
            if not found.candidates:  # what is known already comes back before nothing does, what was turned down never
                again = self._recommender.retrieve(view, profile.items(Polarity.DISLIKE))
                found = again.model_copy(update={"repeats": True})
        with watch("rerank"):
            back_to = [
                item for item in understanding.back_to if not _ruled_out(item, profile, self._recommender.catalogue)
            ]
            if back_to:
                draft.recommendations = self._recommender.judge(view, back_to)
                found = found.model_copy(update={"hidden": 0, "repeats": False})
            else:
                draft.recommendations = self._recommender.rank(view, found, draft.limit)
            draft.filters, draft.relaxed, draft.candidates = found.filters, found.relaxed, found.matching
            draft.retrieved = tuple(c.item.id for c in found.candidates)
        watch.mark("items")
        yield Items(recommendations=draft.recommendations, relaxed=draft.relaxed)

        catalogue = self._recommender.catalogue
        if back_to:
            yield wording.say("back_again") + " "
        yield lead(catalogue, draft.recommendations, found, view.heeded, draft.change.added, language, wording) + " "
        if draft.recommendations:
            with watch("explain"):
                told = self._explainer(draft.recommendations[0], language, wording)
            draft.usage += told.usage
            draft.fallbacks += told.fallbacks
            yield from _in_words(told.text)
        if may_ask:
            with watch("ask"):
                pack, said = catalogue.pack, understanding.statements
                draft.question = which(pack, said, found.candidates, language, wording) or question(
                    pack, found.candidates, profile, draft.state, language, wording
                )
            if draft.question:
                yield "\n\n" + draft.question.text
        yield "\n\n"

    def _leading(self, asked: Asked, draft: Draft) -> Item | None:
        """What leads everything that fits by the number asked for, unless only the list was meant."""
        if not asked.leads or asked.listed:
            return None
        degree, aside = asked.leads[0], {*draft.state.set_aside, *draft.profile.items(Polarity.DISLIKE)}
        return self._recommender.leading(draft.profile, degree.facet, degree.sort in ("less", LOW), aside)

    def _why(self, draft: Draft, wording: Wording) -> str:
        """Why items were chosen; of one that is not on the list, or of which it is asked, why not."""
        state, profile, read = draft.state, draft.profile, draft.understanding
        if not state.last or not read.references:
            return self._choices.why(read, state, wording)
        listed, told = {r.item_id for r in state.last}, []
        for item in read.references[:_REASONS]:
            if item not in listed:
                missed = self._recommender.missed(profile, item)
                told.append(self._choices.why_not(item, missed, profile, state, read.language, wording))
            elif item in read.not_chosen:
                told.append(self._choices.why_listed(item, state, wording))
            else:
                told.append(self._choices.why(read.model_copy(update={"references": (item,)}), state, wording))
        return wording.say("sentences").join(told)

    def _judged(self, items: Sequence[str], draft: Draft) -> Sequence[Recommendation]:
        """The items as they were scored when they were shown, else, or where more was said, as they are scored now."""
        shown = [r for r in draft.state.last if r.item_id in items]
        if len(shown) == len(items) and not (draft.change.added or draft.change.retired):
            return shown
        return self._recommender.judge(self._recommender.look(draft.profile, draft.understanding.language), items)

    def _what_if(self, draft: Draft, wording: Wording) -> str:
        """What the message supposes, tried; else which fact, if it was not there, would bring another item first."""
        language = draft.understanding.language

        def listed(profile: Profile) -> Listed:
            view = self._recommender.look(profile, language)
            found = self._recommender.retrieve(view, self._never(profile), draft.state.set_aside)
            return Listed(
                items=self._recommender.rank(view, found, draft.limit), fit=0 if found.relaxed else found.matching
            )

        supposed = draft.understanding.supposed
        if draft.trial is None or supposed is None or not (supposed.statements or supposed.critiques):
            decides = self._choices.what_if(what_if(draft.profile, self._first(draft)), language, wording)
            unread = [wording.say("supposed_unread")] if supposed is not None else []
            return wording.say("sentences").join([*unread, decides])
        tried = Supposed(change=draft.trial.change, now=listed(draft.profile), then=listed(draft.trial.profile))
        draft.offers = tried.differs
        return self._choices.supposed(tried, language, wording)

    def _first(self, draft: Draft) -> Callable[[Profile], Recommendation | None]:
        """The first pick for a profile; for the present one that which stands first on screen."""
        shown = draft.state.on_screen[:1]

        def ranked(profile: Profile, limit: int, passed: frozenset[str] = frozenset()) -> tuple[Recommendation, ...]:
            view = self._recommender.look(profile, draft.understanding.language)
            never = (self._never(profile) - {*shown}) | passed
            found = self._recommender.retrieve(view, never, {*draft.state.set_aside} - {*shown})
            return self._recommender.rank(view, found, limit)

        passed = passed_over(shown[0], ranked(draft.profile, _DEEP)) if shown else frozenset()
        return lambda profile: next(iter(ranked(profile, 1, passed)), None)

    def _never(self, profile: Profile) -> set[str]:
        """What the user knows already, and what is told of in words that are ruled out."""
        return {*profile.known_items(), *left_out(profile.facts, self._recommender.catalogue)}

    def _rather_not(self, draft: Draft) -> set[str]:
        """What was set aside; what is on screen when others than these are asked for, or all that was shown."""
        if draft.understanding.others:
            state = draft.state  # of "what else did he make?" not what was just spoken of
            return {*state.set_aside, *state.focus, *(item for showing in state.shown for item in showing)}
        read, state = draft.understanding, draft.state
        # "Easier to use, with big buttons" asks for nothing that those shown may not have.
        liked = all(s.polarity is Polarity.LIKE for s in read.statements)
        only_likes = bool(read.statements) and liked and not read.critiques
        critique = Intent.CRITIQUE in read.intents and not (sets_limit(read) or only_likes)
        other = critique or turns_down_all(read, state)
        return {*state.set_aside, *(state.on_screen if other else ())}


def _in_words(text: str) -> Sequence[str]:
    """The text in pieces of a word each, for a stream that reads like one."""
    words = text.split(" ")
    return [word + (" " if n < len(words) - 1 else "") for n, word in enumerate(words)]


def _ruled_out(item_id: str, profile: Profile, catalogue: Catalogue) -> bool:
    """Whether an item, or anything that it has, is disliked for certain."""
    item = catalogue.item(item_id)
    firm = [f for f in profile.facts if f.polarity is Polarity.DISLIKE and f.hard and f.value is not None]
    has = item is not None and any(f.value in item.values(f.facet) for f in firm if f.facet != ITEM)
    return has or item_id in profile.items(Polarity.DISLIKE)
