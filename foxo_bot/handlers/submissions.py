"""What the forms of the verbs do when they are submitted."""

from foxo_bot.cards.verb_forms import REASON, REPLY
from foxo_bot.cases import decline, reply, retriage, share
from foxo_bot.handlers import trays, typed
from foxo_bot.handlers.context import Context, id_in
from foxo_bot.handlers.interaction import Done, FormErrors, Reply
from foxo_bot.model import NoSuchTeam, Triage, spoken

_BEFORE = "This reply had been sent already; it was not sent twice."
_NO_REPLY = "Write your reply, or add a file."
_NO_REASON = "The sender needs to know why. Write a reason."


def on_reply(ctx: Context) -> Reply:
    text, brought = _text(ctx, "text"), trays.enclosed(ctx)
    if ctx.done_before():
        return Done((_BEFORE,))
    missing = _NO_REPLY if trays.is_empty(ctx, brought) else ""
    if wrong := typed.trouble(text, REPLY, missing=missing):
        return FormErrors({"text": wrong})
    if not ctx.first_time():
        return Done((_BEFORE,))
    target = ctx.target()
    still_open = reply.reply(ctx.tx, ctx.doing, target, text, in_thread=False, enclosed=brought)
    trays.sent(ctx, brought.tray)
    hint = " Nobody has acknowledged the case yet: press Acknowledge if you take it."
    number = spoken(target.case.number)
    return Done((f"Your reply to case {number} is being passed on.{hint if still_open else ''}",))


def on_decline(ctx: Context) -> Reply:
    reason = _text(ctx, "reason")
    if wrong := typed.trouble(reason, REASON, missing=_NO_REASON):
        return FormErrors({"reason": wrong})
    target = ctx.target()
    decline.decline(ctx.tx, ctx.doing, target, reason)
    number = spoken(target.case.number)
    return Done((f"Case {number} is declined. The sender is told, the next people are asked.",))


def on_retriage(ctx: Context) -> Reply:
    try:
        triage = Triage(_text(ctx, "triage"))
    except ValueError:
        return FormErrors({"triage": "Choose Normal, High or Urgent."})
    target = ctx.target()
    number = spoken(target.case.number)
    if not retriage.retriage(ctx.tx, ctx.doing, target, triage):
        return Done((f"Case {number} is {triage.value.capitalize()} already.",))
    return Done((f"Case {number} is now {triage.value.capitalize()}.",))


def on_share(ctx: Context) -> Reply:
    chosen, note = ctx.act.values.get("teams") or (), _text(ctx, "note")
    wanted = chosen if isinstance(chosen, tuple) else (chosen,)
    ids = tuple(found for one in wanted if (found := id_in(str(one))) is not None)
    if not ids:
        return FormErrors({"teams": "Choose at least one team."})
    if wrong := typed.trouble(note, REASON):
        return FormErrors({"note": wrong})
    target = ctx.target()
    try:
        already = share.share(ctx.tx, ctx.doing, target, ids)
    except NoSuchTeam:
        return FormErrors({"teams": "A chosen team no longer exists. Choose again."})
    if note and ctx.first_time():
        reply.reply(ctx.tx, ctx.doing, ctx.target(), note, in_thread=False)
    had = f" {', '.join(already)} had it already." if already else ""
    return Done((f"Case {spoken(target.case.number)} is shared.{had}",))


def _text(ctx: Context, field: str) -> str:
    return str(ctx.act.values.get(field) or "").strip()
