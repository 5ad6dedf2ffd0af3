"""News told to one person in a short message: what happened to a case, and what to do next. Pure.

The body may hold people's words (a reason, a reply); the preview is made from a `Notice` alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.cards.card import Block, Bold, Card, Line, Moment, Note, Paragraph, UserText
from foxo_bot.cards.case_buttons import verb_buttons
from foxo_bot.cards.notice import (
    DONE,
    WHILE_IT_WAITS,
    Notice,
    Occasion,
    Reader,
    headline,
    spoken_age,
)
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import MARKS, PLATFORMS, counted, joined, triage_word
from foxo_bot.model import PERSONAL, TAKEN_AWAY, Channel, Triage, TriedLine, Verb, Way, spoken

WORDS = 1500


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news about one case in one receiving team.

    `who` did it, at `at`. `words` are people's own: a reason, a reply, a note, or why a channel
    could not be reached. `other` is the second name some news has: the team it was shared with,
    or whoever held it before a take-over. `was` is the triage before it changed. `age` and `tried`
    belong to EXHAUSTED. With a `post_id` the buttons that the news calls for are offered; a reply
    offers an acknowledgement where the case is still `unclaimed`. `given` of `needed` people have
    acknowledged, where it takes several.
    """

    occasion: Occasion
    number: int
    triage: Triage
    team: str
    at: datetime
    reader: Reader = Reader.SENDER
    who: str = ""
    words: str = ""
    other: str = ""
    was: Triage | None = None
    age: timedelta = timedelta()
    tried: Sequence[TriedLine] = ()
    post_id: int | None = None
    unclaimed: bool = False
    given: int = 0
    needed: int = 1


def told(news: Told) -> Card:
    """The message for one person. NEW_CASE is the case itself, and so is WAITING for whoever may
    answer for the team: see case_card.
    """
    preview = headline(
        Notice(
            occasion=news.occasion,
            number=news.number,
            triage=news.triage,
            team=news.team,
            age=news.age,
            reader=news.reader,
            who=news.who,
            given=news.given,
            needed=news.needed,
        )
    )
    line, advice = _SAY[news.occasion](news)
    words = (UserText(news.words, limit=WORDS),) if news.words else ()
    note = (Note(advice),) if advice else ()
    return Card(preview=preview, blocks=(Paragraph(line), *words, *note, *_buttons(news)))


def channel_news(team: str, channel: Channel) -> Card:
    """For the leads of a team: the bot cannot post in a channel of theirs, or can again."""
    which = f"{PLATFORMS[channel.transport]} channel {channel.address}"
    if channel.problem is None:
        line = f"Foxo Bot can post in the channel of {team} again."
        why, advice = f" ({which})", f"New cases for {team} stand there again."
    else:
        line = f"Foxo Bot cannot post in the channel of {team}."
        why = f"\n{which}: {channel.problem}"
        advice = (
            f"Cases for {team} still reach its members one by one. If you cannot put the channel "
            "right, tell whoever runs Foxo Bot."
        )
    return Card(preview=line, blocks=(Paragraph((Bold(line), why)), Note((advice,))))


_Said = tuple[Line, Line]
"""What happened, and the small print under it: what to do next."""


def _case(news: Told) -> str:
    return f"{MARKS[news.triage]} {triage_word(news.triage)} case {spoken(news.number)}"


def _plainly(advice: str = "") -> Callable[[Told], _Said]:
    """News of the shape: who did what to which case, when."""

    def say(news: Told) -> _Said:
        case, at = f"{_case(news)} ({news.team})", Moment(news.at)
        did, was = DONE[news.occasion]
        if news.who:
            line: Line = (Bold(f"{news.who} {did}"), f" {case}{_aside(news)}, ", at)
        else:
            line = (f"{case} was ", Bold(was), _aside(news), ", ", at)
        return line, ((advice,) if advice else ())

    return say


def _aside(news: Told) -> str:
    """The second name or the change that some news has."""
    match news.occasion:
        case Occasion.TAKEN_OVER if news.other:
            return f" from {news.other}"
        case Occasion.SHARED if news.other:
            return f" with {news.other}"
        case Occasion.RETRIAGED if news.was:
            return f" (it was {triage_word(news.was)})"
        case _:
            return ""


def _replied(news: Told) -> _Said:
    line, _ = _plainly()(news)
    if news.unclaimed and news.reader is Reader.TEAM:
        return line, ("Nobody has acknowledged the case yet. Acknowledge it if you take it.",)
    return line, ("To answer, press Reply on the case.",)


def _acknowledged(news: Told) -> _Said:
    line, _ = _plainly()(news)
    if not news.given:
        return line, ()
    return line, (f"{news.given} of {news.needed} have acknowledged. The others are still asked.",)


def _asked(news: Told) -> _Said:
    line: Line = (f"{_case(news)} ({news.team})\n", Bold("Still on it?"), " You acknowledged it.")
    return line, ("If you do nothing, it waits for everybody again in a while.",)


def _lapsed(news: Told) -> _Said:
    whose = f"{news.other} acknowledged it, but" if news.other else "It was acknowledged, but"
    line: Line = (
        _case(news),
        f" ({news.team})\n",
        Bold("It waits again."),
        f" {whose} nothing followed.",
    )
    return line, ("Everybody in the team is asked anew.",)


def _holder_absent(news: Told) -> _Said:
    who = news.who or "Whoever holds it"
    line: Line = (
        f"{_case(news)} ({news.team})\n",
        *((Bold("It waits again."), " ") if news.unclaimed else ()),
        Bold(f"{who} acknowledged it, and can no longer act on it."),
    )
    if news.reader is not Reader.SENDER:  # who may be an outsider, to whom teams are closed
        line = (*line, " They are no longer in the team, or nothing reaches them any more.")
    if news.unclaimed:
        return line, ("Everybody in the team is asked anew.",)
    return line, (f"{_TAKE_OVER[news.reader]} If nobody does, it waits for everybody again.",)


_TAKE_OVER = {
    Reader.TEAM: "Take it over, or find somebody who can.",
    Reader.SENDER: "Somebody else of the team should take it over.",
    Reader.FALLBACK: "Please find someone in the team who can take it over.",
}


def _waiting(news: Told) -> _Said:
    so_far = f"Nobody in {news.team} has acknowledged it yet."
    if news.given:
        so_far = f"{news.given} of {news.needed} in {news.team} have acknowledged it so far."
    line: Line = (_case(news), "\n", Bold(so_far))
    return line, (WHILE_IT_WAITS[news.reader],)


def _exhausted(news: Told) -> _Said:
    nobody = f"Only {news.given} of {news.needed} in {news.team} have acknowledged for"
    if not news.given:
        nobody = f"Nobody in {news.team} has answered for"
    lead = Bold(f"{nobody} {spoken_age(news.age)}.")
    next_step = {
        Reader.SENDER: "Please phone the team now.",
        Reader.TEAM: "Please acknowledge it, or find somebody who can.",
        Reader.FALLBACK: "Please find someone in the team who can take it.",
    }[news.reader]
    line: Line = (_case(news), "\n", lead, " ", Bold(next_step))
    return line, (f"{_tried_in_short(news.tried)}Reminders go on until someone answers.",)


_ONE_BY_ONE = "Its members are reminded one by one."


def _undeliverable(news: Told) -> _Said:
    line: Line = (_case(news), "\n", Bold(f"The channel of {news.team} does not show it."))
    if news.reader is Reader.SENDER:
        return line, (f"{_ONE_BY_ONE} If it cannot wait, phone the team.",)
    if news.words == TAKEN_AWAY:
        return line, (f"{news.words} {_ONE_BY_ONE}",)
    how = "Invite Foxo Bot to the channel again, or have the directory give the team another one."
    return line, (how,)


_SAY: dict[Occasion, Callable[[Told], _Said]] = {
    Occasion.ACKNOWLEDGED: _acknowledged,
    Occasion.TAKEN_OVER: _plainly(),
    Occasion.DECLINED: _plainly("Others in the team are being asked now."),
    Occasion.COMPLETED: _plainly("Close it, or reopen it if something is missing."),
    Occasion.CLOSED: _plainly(),
    Occasion.REOPENED: _plainly("It waits for someone to acknowledge it again."),
    Occasion.WITHDRAWN: _plainly("Nothing more to do."),
    Occasion.RETRIAGED: _plainly(),
    Occasion.SHARED: _plainly("That team is asked to acknowledge it too."),
    Occasion.REPLIED: _replied,
    Occasion.WAITING: _waiting,
    Occasion.EXHAUSTED: _exhausted,
    Occasion.ASKED: _asked,
    Occasion.HANDED_BACK: _plainly("It waits for someone to acknowledge it again."),
    Occasion.LAPSED: _lapsed,
    Occasion.UNDELIVERABLE: _undeliverable,
    Occasion.HOLDER_ABSENT: _holder_absent,
}


def _buttons(news: Told) -> tuple[Block, ...]:
    if news.post_id is None:
        return ()
    verbs: tuple[Verb, ...] = ()
    match news.occasion:
        case Occasion.COMPLETED:
            verbs = (Verb.CLOSE, Verb.REOPEN)
        case Occasion.REPLIED if news.unclaimed:
            verbs = (Verb.ACKNOWLEDGE,)
        case Occasion.ASKED:
            verbs = (Verb.STILL_ON_IT, Verb.COMPLETE, Verb.HAND_BACK)
        case Occasion.HOLDER_ABSENT if news.reader is Reader.TEAM and not news.unclaimed:
            verbs = (Verb.TAKE_OVER, Verb.DETAILS)
        case Occasion.EXHAUSTED if news.reader is Reader.TEAM:
            verbs = (Verb.ACKNOWLEDGE, Verb.DETAILS)
    return (verb_buttons(verbs, post_id=news.post_id),) if verbs else ()


def _tried_in_short(tried: Sequence[TriedLine]) -> str:
    """How many people were tried by which way; no names, for the sender may be an outsider."""
    found = {(line.who, line.way) for line in tried if not line.in_vain}
    reached: Counter[Way] = Counter(way for _, way in found)
    parts = [
        f"{WAYS[way]} to {counted(reached[way], 'person', 'people')}"
        for way in PERSONAL
        if reached[way]
    ]
    if tried and not parts:
        return "None of the team could be reached. "
    return f"Tried: {joined(parts)}. " if parts else ""
