"""News told to one person in a short message: what happened to a case, and what to do next. Pure.

The body may hold people's words (a reason, a reply); the preview is made from a `Notice` alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.cards.card import Block, Bold, Card, Line, Moment, Note, Paragraph, UserText
from foxo_bot.cards.case_buttons import verb_buttons
from foxo_bot.cards.notice import Notice, Occasion, Reader, headline, spoken_age
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import MARKS, counted, joined, triage_word
from foxo_bot.model import Triage, TriedLine, Verb, Way, spoken

WORDS = 1500


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news about one case in one receiving team.

    `who` did it, at `at`. `words` are people's own: a reason, a reply, a note, or why a channel
    could not be reached. `other` is the second name some news has: the team it was shared with,
    or whoever held it before a take-over. `was` is the triage before it changed. `age` and `tried`
    belong to EXHAUSTED. With a `post_id` the buttons that the news calls for are offered; a reply
    offers an acknowledgement where the case is still `unclaimed`.
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


def told(news: Told) -> Card:
    """The message for one person. WAITING and NEW_CASE are cases themselves: see case_card."""
    preview = headline(
        Notice(
            occasion=news.occasion,
            number=news.number,
            triage=news.triage,
            team=news.team,
            age=news.age,
            reader=news.reader,
            who=news.who,
        )
    )
    line, advice = _SAY[news.occasion](news)
    words = (UserText(news.words, limit=WORDS),) if news.words else ()
    note = (Note(advice),) if advice else ()
    return Card(preview=preview, blocks=(Paragraph(line), *words, *note, *_buttons(news)))


def files_hint(number: int, triage: Triage, team: str) -> Card:
    """How to add files where a form could not take them (guests, and platforms without uploads)."""
    how = "To add files, upload them in the thread of this message."
    return Card(
        preview=headline(Notice(Occasion.NEW_CASE, number, triage, team)),
        blocks=(Paragraph((how, " They are attached to ", Bold(f"case {spoken(number)}"), ".")),),
    )


_Said = tuple[Line, Line]
"""What happened, and the small print under it: what to do next."""


def _case(news: Told) -> str:
    return f"{MARKS[news.triage]} {triage_word(news.triage)} case {spoken(news.number)}"


def _plainly(done: str, advice: str = "") -> Callable[[Told], _Said]:
    """News of the shape: who did what to which case, when."""

    def say(news: Told) -> _Said:
        who = news.who or "Someone"
        line: Line = (Bold(f"{who} {done}"), f" {_case(news)} ({news.team}), ", Moment(news.at))
        return line, ((advice,) if advice else ())

    return say


def _taken_over(news: Told) -> _Said:
    held = f" from {news.other}" if news.other else ""
    line: Line = (
        Bold(f"{news.who or 'Someone'} took over"),
        f" {_case(news)} ({news.team}){held}, ",
    )
    return (*line, Moment(news.at)), ()


def _retriaged(news: Told) -> _Said:
    before = f" from {triage_word(news.was)}" if news.was else ""
    line: Line = (
        Bold(f"{news.who or 'Someone'} changed the triage"),
        f" of case {spoken(news.number)} ({news.team}){before} to ",
        Bold(f"{MARKS[news.triage]} {triage_word(news.triage)}"),
        ", ",
        Moment(news.at),
    )
    return line, ()


def _shared(news: Told) -> _Said:
    line: Line = (
        Bold(f"{news.who or 'Someone'} shared"),
        f" {_case(news)} ({news.team}) with ",
        Bold(news.other or "another team"),
        ", ",
        Moment(news.at),
    )
    return line, ("That team is asked to acknowledge it too.",)


def _exhausted(news: Told) -> _Said:
    lead = Bold(f"Nobody in {news.team} has answered for {spoken_age(news.age)}.")
    next_step = {
        Reader.SENDER: "Please phone the team now.",
        Reader.TEAM: "Please acknowledge it, or find somebody who can.",
        Reader.FALLBACK: "Please find someone in the team who can take it.",
    }[news.reader]
    line: Line = (_case(news), "\n", lead, " ", Bold(next_step))
    return line, (f"{_tried_in_short(news.tried)}Reminders go on until someone answers.",)


def _undeliverable(news: Told) -> _Said:
    line: Line = (_case(news), "\n", Bold(f"The channel of {news.team} cannot be reached."))
    if news.reader is Reader.SENDER:
        return line, ("Its members are reminded one by one. If it cannot wait, phone the team.",)
    how = "Invite Foxo Bot to the channel again, or give the team another one with /foxo team."
    return line, (how,)


_SAY: dict[Occasion, Callable[[Told], _Said]] = {
    Occasion.ACKNOWLEDGED: _plainly("acknowledged"),
    Occasion.TAKEN_OVER: _taken_over,
    Occasion.DECLINED: _plainly("declined", "Others in the team are now asked."),
    Occasion.COMPLETED: _plainly("completed", "Close it, or reopen it if something is missing."),
    Occasion.CLOSED: _plainly("closed"),
    Occasion.REOPENED: _plainly("reopened", "It waits for someone to acknowledge it again."),
    Occasion.WITHDRAWN: _plainly("withdrew", "Nothing more to do."),
    Occasion.RETRIAGED: _retriaged,
    Occasion.SHARED: _shared,
    Occasion.REPLIED: _plainly("replied to", "Reply in the thread of the case."),
    Occasion.EXHAUSTED: _exhausted,
    Occasion.UNDELIVERABLE: _undeliverable,
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
        case Occasion.EXHAUSTED if news.reader is Reader.TEAM:
            verbs = (Verb.ACKNOWLEDGE, Verb.DETAILS)
    return (verb_buttons(verbs, post_id=news.post_id),) if verbs else ()


def _tried_in_short(tried: Sequence[TriedLine]) -> str:
    """How many people were tried by which way; no names, for the sender may be an outsider."""
    reached: Counter[Way] = Counter(way for _, way in {(line.who, line.way) for line in tried})
    parts = [
        f"{WAYS[way]} to {counted(reached[way], 'person', 'people')}" for way in Way if reached[way]
    ]
    return f"Tried: {joined(parts)}. " if parts else ""
