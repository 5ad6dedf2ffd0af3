"""Sending a case: what was filled in is checked, and asked about where a team cannot be reached."""

import json
import secrets as tokens
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from foxo_bot.cards import forms
from foxo_bot.cards.card import Bold, Line, Moment
from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import joined
from foxo_bot.cases import submit
from foxo_bot.cases.submit import Draft
from foxo_bot.directory import reachability
from foxo_bot.escalation import duty, quiet
from foxo_bot.escalation.policy import Steps
from foxo_bot.handlers import case_form, trays, typed
from foxo_bot.handlers.context import Context, id_in
from foxo_bot.handlers.interaction import Done, FormErrors, OpenForm, Reply, Tell, Value
from foxo_bot.model import Attachment, NoSuchTeam, Team, Triage, Way, spoken
from foxo_bot.patients import find
from foxo_bot.store import secrets, teams

_SOON = timedelta(hours=1)
_DRAFT = "draft"
_MISSING = {"subject": "Say in a few words what it is about.", "details": "Write what you need."}


def on_case_submitted(ctx: Context) -> Reply:
    """Check every field; ask again where a team cannot be reached; then send."""
    errors: dict[str, str] = {}
    draft = _read(ctx, errors)
    if draft is None:
        return FormErrors(errors)
    caution = _caution(ctx, draft)
    if caution:
        name = tokens.token_urlsafe(12)
        kept = {**asdict(draft), "sender": ctx.person.id, "once": ctx.act.once}
        secrets.put(ctx.tx, _DRAFT, name, json.dumps(kept))
        return OpenForm(forms.unreachable_form(caution, keeps={"draft": name}))
    return _send(ctx, draft, ctx.act.once)


def on_sent_anyway(ctx: Context) -> Reply:
    """Send a case although a team cannot be reached as its triage needs."""
    name = ctx.act.keeps.get("draft", "")
    kept = secrets.get(ctx.tx, _DRAFT, name)
    if kept is None:
        return Tell(("This case has been sent already. See your direct messages.",))
    content = json.loads(kept)
    if content.pop("sender") != ctx.person.id:
        return Tell(("Only whoever wrote this case can send it.",))
    secrets.drop(ctx.tx, _DRAFT, name)
    once = content.pop("once")
    files = tuple(Attachment(**file) for file in content.pop("files"))
    draft = Draft(
        team_ids=tuple(content.pop("team_ids")),
        triage=Triage(content.pop("triage")),
        files=files,
        **content,
    )
    return _send(ctx, draft, once)


def _send(ctx: Context, draft: Draft, once: str | None) -> Reply:
    if not ctx.first_time(once):
        return Done(("This case had been sent already; it was not sent twice.",))
    case = submit.submit(ctx.tx, ctx.doing, draft)
    trays.sent(ctx, draft.tray)
    chosen = [team for team_id in draft.team_ids if (team := teams.find(ctx.tx, team_id))]
    sent = Bold(f"Case {spoken(case.number)} was sent")
    to = f" to {joined([team.name for team in chosen])}. You will be told who takes it."
    held = [span for team in chosen for span in _held(ctx, team, draft.triage)]
    return Done((sent, to, *held, *((" If it cannot wait, phone the team.",) if held else ())))


def _held(ctx: Context, team: Team, triage: Triage) -> Line:
    """What a sender should know who counts on reminders that wait for the team's quiet hours."""
    if triage is Triage.URGENT:
        return ()
    steps = duty.steps_of(ctx.tx, team, triage)
    ends = quiet.first_held(ctx.tx, team, triage, steps, ctx.now)
    return (f" Quiet hours of {team.name}: it is reminded from ", Moment(ends), ".") if ends else ()


def _read(ctx: Context, errors: dict[str, str]) -> Draft | None:
    values = ctx.act.values
    team_ids = _teams(ctx, values.get("teams"), errors)
    subject = _text(values, "subject", forms.SUBJECT, errors)
    details = _text(values, "details", forms.DETAILS, errors)
    triage = _triage(values.get("triage"), errors)
    patient_id = _patient(ctx, values.get("patient"), errors)
    if errors or triage is None:
        return None
    brought = trays.enclosed(ctx)
    return Draft(
        team_ids=team_ids,
        subject=subject,
        details=details,
        triage=triage,
        patient_id=patient_id,
        files=brought.files,
        tray=brought.tray,
    )


def _text(values: Mapping[str, Value], field: str, limit: int, errors: dict[str, str]) -> str:
    text = str(values.get(field) or "").strip()
    if wrong := typed.trouble(text, limit, missing=_MISSING[field]):
        errors[field] = wrong
    return text


def _triage(chosen: Value, errors: dict[str, str]) -> Triage | None:
    try:
        return Triage(str(chosen))
    except ValueError:
        errors["triage"] = "Choose Normal, High or Urgent."
        return None


def _teams(ctx: Context, chosen: Value, errors: dict[str, str]) -> tuple[int, ...]:
    wanted = chosen if isinstance(chosen, tuple) else (chosen,) if chosen else ()
    allowed = {int(option.value) for option in case_form.team_options(ctx)}
    ids = tuple(found for one in wanted if (found := id_in(str(one))) is not None)
    if not wanted:
        errors["teams"] = "Choose at least one team."
    elif len(ids) < len(wanted) or not set(ids) <= allowed:
        errors["teams"] = "A chosen team no longer exists or takes no cases from you. Choose again."
    return tuple(dict.fromkeys(ids))


def _patient(ctx: Context, chosen: Value, errors: dict[str, str]) -> int | None:
    if not chosen:
        return None
    wanted = id_in(str(chosen))
    card = None if wanted is None else find.held(ctx.tx, ctx.person, wanted)
    if card is None:
        errors["patient"] = "You do not hold this Patient Card any more. Choose again."
        return None
    return card.id


def _caution(ctx: Context, draft: Draft) -> forms.Caution | None:
    """What the sender should know of the teams before they count on them; None where nothing."""
    chosen = [teams.find(ctx.tx, team_id) for team_id in draft.team_ids]
    found = [team for team in chosen if team is not None]
    if len(found) < len(chosen):
        raise NoSuchTeam
    chosen_steps = [(team, duty.steps_of(ctx.tx, team, draft.triage)) for team in found]
    unreachable = [line for one in chosen_steps if (line := _unreachable(ctx, *one))]
    off_duty = [line for one in chosen_steps if (line := _off_duty(ctx, *one))]
    if not unreachable and not off_duty:
        return None
    title = "Nobody reachable" if unreachable else "Nobody on duty"
    return forms.Caution(title, (*unreachable, *off_duty))


def _off_duty(ctx: Context, team: Team, steps: Steps) -> Line | None:
    """What to say where nobody is on duty when the case is first to be told to who is."""
    found = reachability.off_duty(ctx.tx, team, steps, ctx.now)
    if found is None:
        return None
    soon = found.after < _SOON
    when = "is on duty now" if soon else f"is on duty {spoken_age(found.after)} from now"
    until: Line = (" (the next from ", Moment(found.until), ")") if found.until else ()
    return (Bold(team.name), f": nobody {when}", *until, ". All its members are told instead.")


def _unreachable(ctx: Context, team: Team, steps: Steps) -> Line | None:
    """What to say where nobody of a team can be reached as the triage needs."""
    found = reachability.reachability(ctx.tx, team, steps)
    if found.reachable:
        return None
    way = {Way.SMS: "SMS", Way.EMAIL: "email", Way.DM: "direct message"}[found.way]
    if ctx.person.external:
        return (Bold(team.name), f": nobody can be reached by {way} if the channel is not seen.")
    return (Bold(team.name), f": {_none_of(found)} by {way} if the channel is not seen.")


def _none_of(found: reachability.Reach) -> str:
    match found.members:
        case 0:
            return f"it has no {found.role.value}s, so nobody can be reached"
        case 1:
            return f"its only {found.role.value} cannot be reached"
        case many:
            return f"none of its {many} {found.role.value}s can be reached"
