"""How I am reached: a person's numbers, proven by a code, and their wishes."""

import re

from foxo_bot.cards import reach_card
from foxo_bot.cards.addresses import masked_phone
from foxo_bot.cards.reach_card import ReachSheet
from foxo_bot.cards.words import PLATFORMS
from foxo_bot.directory import numbers, phones
from foxo_bot.directory.numbers import Outcome
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, FormErrors, OpenForm, Reply, ShowCard, Tell
from foxo_bot.model import PERSONAL, Triage, Way, Wishes
from foxo_bot.store import messages, organisations, people

_FOR_COLLEAGUES = "This is for people of the organisation that runs Foxo Bot."
_NO_CODE = "No code is waited for. Press Test my number for a new one."


def on_reach(ctx: Context) -> Reply:
    if ctx.person.external:
        return Tell((_FOR_COLLEAGUES,))
    return _shown(ctx)


def on_test_number(ctx: Context) -> Reply:
    """Send a code to the number that is known, and show where to enter it."""
    if ctx.person.external:
        return Tell((_FOR_COLLEAGUES,))
    phone = numbers.prove_known(ctx.tx, ctx.person, ctx.now)
    return _shown(ctx, say=f"A code is on its way to {masked_phone(phone)}. Press Enter the code.")


def on_enter_code(ctx: Context) -> Reply:
    check = numbers.under_way(ctx.tx, ctx.person, ctx.now)
    return Tell((_NO_CODE,)) if check is None else OpenForm(reach_card.code_form(check.phone))


def on_code_submitted(ctx: Context) -> Reply:
    typed = re.sub(r"\D", "", str(ctx.act.values.get("code") or ""))
    if not typed:
        return FormErrors({"code": "Enter the 6 digits of the SMS."})
    match numbers.confirm(ctx.tx, ctx.person, typed, ctx.now):
        case Outcome.VERIFIED:
            counts = ": replies from it acknowledge cases" if ctx.sms_hears else ""
            return Done((f"Your number is verified{counts}.",))
        case Outcome.WRONG:
            return FormErrors({"code": "That is not the code in the newest SMS. Try again."})
        case Outcome.SPENT:
            words = "Too many wrong codes. Press Test my number for a new one."
            return FormErrors({"code": words})
        case Outcome.RUN_OUT:
            words = "The code has run out. Press Test my number for a new one."
            return FormErrors({"code": words})


def on_own_number(ctx: Context) -> Reply:
    if ctx.person.external:
        return Tell((_FOR_COLLEAGUES,))
    return OpenForm(reach_card.number_form(ctx.person.own_phone))


def on_number_submitted(ctx: Context) -> Reply:
    """A number is kept only once its code was entered; an empty one removes what was kept."""
    typed = str(ctx.act.values.get("phone") or "").strip()
    if not typed:
        return _without_own(ctx)
    country = organisations.get(ctx.tx, ctx.person.organisation_id).country
    phone = phones.typed(typed, country)
    if phone is None:
        words = "Write a mobile number with its country code, such as +61491570156."
        return FormErrors({"phone": words})
    if ctx.first_time():
        numbers.prove(ctx.tx, ctx.person, phone, ctx.now)
    return _shown(ctx, say=f"A code is on its way to {masked_phone(phone)}. Press Enter the code.")


def on_email_again(ctx: Context) -> Reply:
    """Their address was taken for dead, and they know better; an outsider has no such mark."""
    numbers.email_again(ctx.tx, ctx.person, ctx.now)
    return _shown(ctx, say="Your email is used again. If it fails once more, you are told.")


def on_wishes(ctx: Context) -> Reply:
    if ctx.person.external:
        return Tell((_FOR_COLLEAGUES,))
    return OpenForm(reach_card.wishes_form(ctx.person.wishes))


def on_wishes_submitted(ctx: Context) -> Reply:
    ways = tuple((triage, _chosen(ctx, triage)) for triage in Triage if _chosen(ctx, triage))
    named = str(ctx.act.values.get("first") or "")
    first = Way(named) if named in set(PERSONAL) else None
    numbers.wish(ctx.tx, ctx.person, Wishes(ways, first), ctx.now)
    return Done(("Saved. An Urgent case still reaches you by every way its team names.",))


def _without_own(ctx: Context) -> Reply:
    if ctx.person.own_phone is None:
        return FormErrors({"phone": "Write a mobile number."})
    numbers.drop_own(ctx.tx, ctx.person, ctx.now)
    return Done(("The number you added is removed.",))


def _chosen(ctx: Context, triage: Triage) -> tuple[Way, ...]:
    value = ctx.act.values.get(triage.value) or ()
    names = [str(one) for one in (value if isinstance(value, tuple) else (value,))]
    return tuple(way for way in PERSONAL if way.value in names)


def _shown(ctx: Context, *, say: str = "") -> Reply:
    person = people.find(ctx.tx, ctx.person.id)
    check = numbers.under_way(ctx.tx, person, ctx.now)
    chat = messages.chat_of(person)
    sheet = ReachSheet(
        person=person,
        chat=PLATFORMS[chat[0]] if chat else "",
        waiting=check.phone if check else "",
        say=say,
        sms_hears=ctx.sms_hears,
    )
    return ShowCard(reach_card.reach_card(sheet), replace=bool(say))
