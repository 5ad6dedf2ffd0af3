"""How a person is reached: what is known of it, and the forms by which they change it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from foxo_bot.cards.addresses import HOW_REACHED, NO_REPLIES, masked_email, masked_phone
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Choice,
    Field,
    Form,
    Heading,
    Line,
    Moment,
    Note,
    Option,
    Paragraph,
    Select,
    Span,
    TextInput,
    Tone,
)
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import MARKS, capitalised, joined, triage_word
from foxo_bot.model import PERSONAL, Number, Person, Triage, Way, Wishes

AS_USUAL = "usual"
EMAIL_AGAIN = Button("email_again", "Use my email again")
_WAY_OPTIONS = tuple(Option(way.value, capitalised(WAYS[way])) for way in PERSONAL)


@dataclass(frozen=True, slots=True)
class ReachSheet:
    """`chat` names the platform of their direct messages; `waiting` a number whose code is due."""

    person: Person
    chat: str = ""
    waiting: str = ""
    say: str = ""
    sms_hears: bool = True


_REPLIES_COUNT = (
    "A reply to an SMS acknowledges a case only from a number that the directory lists or that "
    "you have verified with a code."
)


def reach_card(sheet: ReachSheet) -> Card:
    """Shown to the person alone.

    Buttons: `test_number`, `enter_code`, `own_number`, `email_again`, `wishes`.
    """
    said = (Paragraph((Bold(sheet.say),)),) if sheet.say else ()
    return Card(
        preview=HOW_REACHED,
        blocks=(
            Heading(HOW_REACHED),
            *said,
            Paragraph(_lines(_ways(sheet))),
            Paragraph(_lines(_wished(sheet.person.wishes))),
            _buttons(sheet),
            Note((_REPLIES_COUNT if sheet.sms_hears else NO_REPLIES,)),
        ),
    )


def code_form(phone: str) -> Form:
    return Form(
        id="number_code",
        title="Verify my number",
        submit="Verify",
        content=(
            Paragraph((f"A code is on its way by SMS to {masked_phone(phone)}.",)),
            Field("code", "Code", TextInput(max_length=20), hint="The 6 digits of the SMS."),
        ),
    )


def number_form(own: str | None) -> Form:
    hint = "With the country code, such as +61491570156. A code is sent to it."
    if own:
        hint = f"Now {masked_phone(own)}. {hint} Leave empty to remove it."
    return Form(
        id="own_number",
        title="A number of my own",
        submit="Send the code" if own is None else "Save",
        content=(
            Paragraph(
                (
                    "Urgent SMS go to it as well as to the number that is known already. "
                    "SMS of other cases go to it alone.",
                )
            ),
            Field("phone", "Mobile number", TextInput(max_length=30), optional=True, hint=hint),
        ),
    )


def wishes_form(wishes: Wishes) -> Form:
    """The fields are the triages' names and `first`."""
    first = Choice(
        (Option(AS_USUAL, "As usual"), *_WAY_OPTIONS),
        initial=wishes.first.value if wishes.first else AS_USUAL,
    )
    return Form(
        id="wishes",
        title="How I wish to be reached",
        submit="Save",
        content=(
            Paragraph(("Choose nothing to be reached as each team's escalation says.",)),
            *(_wish(triage, wishes.of(triage)) for triage in reversed(Triage)),
            Field("first", "If one way fails, try first", first),
        ),
    )


def _wish(triage: Triage, chosen: Sequence[Way]) -> Field:
    adds = triage is Triage.URGENT
    label = f"{MARKS[triage]} {triage_word(triage)}: {'also by' if adds else 'by'}"
    hint = (
        "In addition: what the team's escalation names always comes."
        if adds
        else "Instead of the ways that the team's escalation names."
    )
    select = Select(
        options=_WAY_OPTIONS,
        initial=tuple(way.value for way in chosen),
        several=True,
        placeholder="As the team's escalation says",
    )
    return Field(triage.value, label, select, optional=True, hint=hint)


def _ways(sheet: ReachSheet) -> list[Line]:
    person = sheet.person
    lines: list[Line] = [(Bold("DM: "), sheet.chat or "no chat account that the bot can reach")]
    lines += [_number(number) for number in person.numbers]
    if not person.numbers:
        lines.append((Bold("SMS: "), "no mobile number is known"))
    if person.email:
        lines.append((Bold("Email: "), masked_email(person.email), _trouble(person.email_problem)))
    else:
        lines.append((Bold("Email: "), "no address is known"))
    return lines


def _number(number: Number) -> Line:
    own = ", added by you" if number.own else ""
    known: Line = (Bold("SMS: "), f"{masked_phone(number.phone)}{own}")
    trouble = _trouble(number.problem)
    if number.verified_at:
        return (*known, ", verified ", Moment(number.verified_at), trouble)
    how = ", listed in the directory" if number.verified else ", not verified"
    return (*known, how, trouble)


def _trouble(problem: str | None) -> str:
    return f". Does not work: {problem.rstrip('.')}" if problem else ""


def _wished(wishes: Wishes) -> list[Line]:
    lines: list[Line] = []
    for triage in reversed(Triage):
        if ways := wishes.of(triage):
            adds = "also by" if triage is Triage.URGENT else "by"
            by = joined([WAYS[way] for way in ways])
            lines.append((f"{MARKS[triage]} {triage_word(triage)}: {adds} {by}",))
    if wishes.first:
        lines.append((f"If one way fails: {WAYS[wishes.first]} first",))
    return lines or [("For each case you are reached as the team's escalation says.",)]


def _lines(lines: Sequence[Line]) -> Line:
    spans: list[Span] = []
    for line in lines:
        spans += ["\n"] if spans else []
        spans += line
    return tuple(spans)


def _buttons(sheet: ReachSheet) -> Block:
    enter = (Button("enter_code", "Enter the code", tone=Tone.GOOD),) if sheet.waiting else ()
    test = (Button("test_number", "Test my number"),) if sheet.person.numbers else ()
    email = (EMAIL_AGAIN,) if sheet.person.email_problem else ()
    return Buttons(
        (
            *enter,
            *test,
            Button("own_number", "A number of my own"),
            *email,
            Button("wishes", "My wishes"),
        )
    )
