"""Files on their way: laid into a tray before their form is sent, handed over with it.

A form names its tray in what it keeps. Nothing can be laid into a tray whose form has been sent.
"""

import secrets as tokens
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.cards import refusal
from foxo_bot.cards.card import Files
from foxo_bot.cards.given import given_card
from foxo_bot.cards.lines import line_text
from foxo_bot.cases import moving, reply
from foxo_bot.cases.reply import Enclosed
from foxo_bot.handlers import browsing
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, PlatformUser, Reply, ShowCard, Tell
from foxo_bot.model import (
    MOST_FILES,
    MOST_WAITING,
    MOST_WAITING_IN_ALL,
    Attachment,
    FormSent,
    Person,
    Refusal,
    TooManyFiles,
    TooManyWaiting,
    Upload,
    Verb,
    Waiting,
    media_type,
    name_of,
    spoken,
)
from foxo_bot.signing import TrayGrant
from foxo_bot.store import files, people, received, recipients, secrets, tidy
from foxo_bot.store.db import Tx

KEPT = "tray"
"""What a form keeps the tray's name under."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What a form shows of its tray."""

    keeps: dict[str, str]
    files: Files


def for_form(ctx: Context, tray: str = "") -> Tray:
    """The tray of a form: the one named, that of the form which is drawn anew, or a new one.

    Whether a form takes files of who comes from elsewhere, and whether the program may then read
    them, no platform says: they are asked for by the page.
    """
    tray = tray or ctx.act.keeps.get(KEPT, "") or tokens.token_urlsafe(12)
    grant = TrayGrant(ctx.person.organisation_id, ctx.person.id, tray)
    page = ctx.links.upload(grant, ctx.now)
    waiting = tuple(file.name for file in files.waiting(ctx.tx, ctx.person, tray))
    actor = ctx.act.actor
    elsewhere = isinstance(actor, PlatformUser) and actor.workspace != actor.via
    return Tray({KEPT: tray}, Files(page=page, waiting=waiting, by_page=elsewhere))


def enclosed(ctx: Context) -> Enclosed:
    """What a submitted form, or a message, brought with it."""
    given = ctx.act.values.get("files") or ()
    held = tuple(one for one in given if isinstance(one, Attachment))
    return Enclosed(held, ctx.act.keeps.get(KEPT, ""))


def is_empty(ctx: Context, brought: Enclosed) -> bool:
    """Whether nothing was brought."""
    return not brought.files and not waits(ctx, brought.tray)


def waits(ctx: Context, tray: str) -> bool:
    """Whether anything lies in the tray."""
    return bool(files.waiting(ctx.tx, ctx.person, tray))


def sent(ctx: Context, tray: str) -> None:
    """The tray's form was sent: from now on nothing can be laid into it."""
    if tray:
        received.first_time(ctx.tx, _name(tray), ctx.now)
        secrets.drop(ctx.tx, tidy.WORDS, _words_of(ctx, tray))


def collect(ctx: Context) -> tuple[str, list[str]]:
    """Lay what came with a message into a new tray: (its name, what was not taken and why)."""
    tray, problems = tokens.token_urlsafe(12), []
    for one in ctx.act.values.get("files") or ():
        if isinstance(one, Attachment):
            files.put(ctx.tx, ctx.person, tray, one, None, ctx.now)
        elif isinstance(one, Upload):
            problems += _lay(ctx.tx, ctx.person, tray, [one], ctx.now)
    return tray, problems


def on_given(ctx: Context) -> Reply:
    """Files given to the bot in its chat: for which case?"""
    tray, problems = collect(ctx)
    names = [file.name for file in files.waiting(ctx.tx, ctx.person, tray)]
    words = ctx.act.text.strip()
    if names and words:
        secrets.put(ctx.tx, tidy.WORDS, _words_of(ctx, tray), words)
    own = [recipients.sent_by(ctx.person.id), recipients.held_by(ctx.person.id)]
    lines = [line for which in own for line in browsing.first_open(ctx, which)]
    distinct = {line.number: line for line in lines}.values()
    card = given_card(names, problems, tray=tray, words=bool(words), cases=list(distinct))
    return ShowCard(card)


def words_with(ctx: Context, tray: str) -> str:
    """What the person wrote beside the files of a tray."""
    return secrets.get(ctx.tx, tidy.WORDS, _words_of(ctx, tray)) or ""


def on_add_files(ctx: Context) -> Reply:
    """They are for this case: a reply to it adds them, with what was written beside them."""
    tray, _, number = ctx.act.value.partition("/")
    target = ctx.numbered(number)
    moving.permitted(ctx.tx, ctx.doing, target, Verb.REPLY)
    if not waits(ctx, tray):
        return Tell(("These files have been added to a case already, or waited for too long.",))
    words = words_with(ctx, tray)
    reply.reply(ctx.tx, ctx.doing, target, words, in_thread=False, enclosed=Enclosed(tray=tray))
    sent(ctx, tray)
    return Done((f"Added to case {spoken(target.case.number)}.",))


def look(tx: Tx, grant: TrayGrant) -> list[Waiting]:
    """What lies in the tray of a link; FormSent where its form has been sent."""
    if received.seen(tx, _name(grant.tray)):
        raise FormSent
    return files.waiting(tx, people.find(tx, grant.person_id), grant.tray)


def lay(
    tx: Tx, grant: TrayGrant, uploads: Sequence[Upload], once: str, now: datetime
) -> tuple[list[Waiting], list[str]]:
    """Lay files into the tray of a link, once for each name `once`; (what lies there, problems)."""
    # A submission that is under way notes the same name: whoever comes second waits, and knows.
    if not received.first_time(tx, _name(grant.tray), now):
        raise FormSent
    received.forget(tx, _name(grant.tray))
    person = people.find(tx, grant.person_id)
    new = received.first_time(tx, f"upload:{once}", now)
    problems = _lay(tx, person, grant.tray, uploads, now) if new else []
    return files.waiting(tx, person, grant.tray), problems


def take_out(tx: Tx, grant: TrayGrant, file_id: int) -> list[Waiting]:
    """Take a file out of the tray of a link."""
    person = people.find(tx, grant.person_id)
    files.remove(tx, person, grant.tray, file_id)
    return look(tx, grant)


def _lay(tx: Tx, person: Person, tray: str, uploads: Sequence[Upload], now: datetime) -> list[str]:
    """Lay in what is taken; the words for the rest."""
    problems = []
    there = len(files.waiting(tx, person, tray))
    mine, every = files.waiting_in_all(tx, person)
    for upload in uploads:
        try:
            kind = media_type(upload)
            if there >= MOST_FILES:
                raise TooManyFiles(name=name_of(upload.name), most=str(MOST_FILES))
            if mine >= MOST_WAITING or every >= MOST_WAITING_IN_ALL:
                raise TooManyWaiting(name=name_of(upload.name))
        except Refusal as why:
            problems.append(line_text(refusal.line(why)))
            continue
        content = upload.content or b""
        file = Attachment("", name_of(upload.name), kind, len(content), "")
        files.put(tx, person, tray, file, content, now)
        there, mine, every = there + 1, mine + 1, every + 1
    return problems


def _name(tray: str) -> str:
    return f"tray:{tray}"


def _words_of(ctx: Context, tray: str) -> str:
    return f"{ctx.person.id}:{tray}"
