"""What each button on a case does."""

from collections.abc import Callable
from dataclasses import replace

from foxo_bot import access
from foxo_bot.cards import case_details, history, verb_forms
from foxo_bot.cases import (
    close,
    complete,
    hand_back,
    moving,
    reopen,
    still_on_it,
    take_over,
    withdraw,
)
from foxo_bot.cases.target import Act, Target, relations
from foxo_bot.delivery import tried
from foxo_bot.handlers import answered, case_form, trays
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, OpenForm, Reply
from foxo_bot.model import (
    CaseSheet,
    HistoryLine,
    NoSuchCase,
    Relation,
    TriedLine,
    Verb,
    spoken,
)
from foxo_bot.signing import FileGrant
from foxo_bot.store import events, people, sheets
from foxo_bot.store.db import Tx

Deed = Callable[[Tx, Act, Target], object]

AT_ONCE: dict[Verb, tuple[Deed, str]] = {
    Verb.STILL_ON_IT: (still_on_it.still_on_it, answered.STAYS_YOURS),
    Verb.HAND_BACK: (hand_back.hand_back, "Case {number} waits again. The others are asked."),
    Verb.TAKE_OVER: (take_over.take_over, "Case {number} is yours now."),
    Verb.COMPLETE: (complete.complete, "Completed. The sender is asked to close case {number}."),
    Verb.CLOSE: (close.close, "Case {number} is closed."),
    Verb.REOPEN: (reopen.reopen, "Case {number} is open again and waits for somebody."),
    Verb.WITHDRAW: (withdraw.withdraw, "Case {number} is withdrawn."),
}
"""The verbs that a press does at once, and what the presser reads then."""


def at_once(verb: Verb) -> Callable[[Context], Reply]:
    """The handler of a verb that needs no form."""
    do, words = AT_ONCE[verb]

    def on_press(ctx: Context) -> Reply:
        target = ctx.target()
        do(ctx.tx, ctx.doing, target)
        return Done((words.format(number=spoken(target.case.number)),))

    return on_press


def on_acknowledge(ctx: Context) -> Reply:
    target = ctx.target()
    done = still_on_it.answer(ctx.tx, ctx.doing, target)
    return Done((answered.words(target.case, ctx.person, done),))


def on_reply(ctx: Context) -> Reply:
    target = _allowed(ctx, Verb.REPLY)
    given = trays.for_form(ctx)
    form = verb_forms.reply_form(
        target.case.number,
        keeps={**ctx.keeps_target, **given.keeps},
        files=given.files,
    )
    return OpenForm(form)


def on_decline(ctx: Context) -> Reply:
    target = _allowed(ctx, Verb.DECLINE)
    return OpenForm(verb_forms.decline_form(target.case.number, keeps=ctx.keeps_target))


def on_share(ctx: Context) -> Reply:
    target = _allowed(ctx, Verb.SHARE)
    there = {recipient.team_id for recipient in target.recipients}
    options = case_form.team_options(ctx, without=there)
    return OpenForm(
        verb_forms.share_form(target.case.number, teams=options, keeps=ctx.keeps_target)
    )


def on_retriage(ctx: Context) -> Reply:
    target = _allowed(ctx, Verb.RETRIAGE)
    form = verb_forms.retriage_form(
        target.case.number,
        current=target.case.triage,
        policies=case_form.policies_in_words(ctx, [one.team_id for one in target.recipients]),
        keeps=ctx.keeps_target,
    )
    return OpenForm(form)


def on_details(ctx: Context) -> Reply:
    return show_details(ctx, ctx.target())


def show_details(ctx: Context, target: Target) -> Reply:
    """The whole case for somebody who may see it; the view is an event of the trail."""
    case = target.case
    held = {r.id: relations(ctx.tx, ctx.person, case, r) for r in target.recipients}
    if not access.may_see(held.values()):
        raise NoSuchCase(number=spoken(case.number))
    moving.note(ctx.tx, ctx.doing, case, None, Verb.DETAILS)
    sheet = _with_links(ctx, sheets.read(ctx.tx, case.organisation_id, case.id))
    sender = any(Relation.SENDER in one for one in held.values())
    member_of = {key for key, one in held.items() if Relation.MEMBER in one}
    outsider = sender and not member_of and _outside(ctx, target)
    shown = tuple(r for r in sheet.recipients if sender or r.recipient.id in member_of)
    return OpenForm(
        case_details.details(
            sheet,
            shown=shown,
            history=() if outsider else _history(ctx, sheet, member_of),
            tried=() if outsider else _tried(ctx, sheet, member_of, sender=sender),
            now=ctx.now,
            for_sender=sender and not member_of,
        )
    )


def _with_links(ctx: Context, sheet: CaseSheet) -> CaseSheet:
    """The sheet with links to the files that we can give, for this reader alone."""
    home = sheet.case.organisation_id
    shown = (
        replace(file, url=ctx.links.file(FileGrant(home, file.id, ctx.person.id), ctx.now))
        if file.given_here
        else file
        for file in sheet.attachments
    )
    return replace(sheet, attachments=tuple(shown))


def _allowed(ctx: Context, verb: Verb) -> Target:
    """The target, after asking whether the verb is possible: no form opens in vain."""
    target = ctx.target()
    moving.permitted(ctx.tx, ctx.doing, target, verb)
    return target


def _outside(ctx: Context, target: Target) -> bool:
    """Whether the sender belongs to none of the receiving organisations."""
    homes = {recipient.team_organisation_id for recipient in target.recipients}
    return ctx.person.external or ctx.person.organisation_id not in homes


def _tried(
    ctx: Context, sheet: CaseSheet, member_of: set[int], *, sender: bool
) -> tuple[TriedLine, ...]:
    home = ctx.person.organisation_id
    return tuple(
        line
        for shown in sheet.recipients
        if shown.recipient.id in member_of
        or (sender and shown.recipient.team_organisation_id == home)
        for line in tried.lines(ctx.tx, sheet, shown)
    )


def _history(ctx: Context, sheet: CaseSheet, member_of: set[int]) -> tuple[HistoryLine, ...]:
    """What happened, without what another organisation's team did and who of it looked."""
    home = ctx.person.organisation_id
    teams = {
        shown.recipient.id: shown.team_name
        for shown in sheet.recipients
        if shown.recipient.team_organisation_id == home or shown.recipient.id in member_of
    }
    found = [
        event
        for event in events.of_case(ctx.tx, sheet.case.organisation_id, sheet.case.id)
        if event.recipient_id is None or event.recipient_id in teams
    ]
    names = people.names(ctx.tx, [event.actor_id for event in found])
    strangers = people.not_of(ctx.tx, home, names)
    lines = []
    for event in found:
        if event.kind in history.LOOKED and event.actor_id in strangers:
            continue
        words = history.words(
            event.kind,
            who=names.get(event.actor_id or 0, "Foxo Bot"),
            team=teams.get(event.recipient_id or 0, "the teams"),
            data=event.data or {},
        )
        if words:
            lines.append(HistoryLine(event.at, words))
    return tuple(lines)
