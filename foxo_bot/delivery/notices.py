"""Draws what leaves by SMS and email."""

from foxo_bot.cards import notice
from foxo_bot.cards.notice import DONE, Mail, Notice, Occasion
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot, Work, reader_of
from foxo_bot.escalation.reach import answers_for
from foxo_bot.model import AWAITING, Person, RecipientSheet
from foxo_bot.signing import Grant
from foxo_bot.store import messages, people


def by_sms_or_email(work: Work) -> Parcel | Moot:
    person = people.find(work.tx, work.message.person_id or 0)
    assert work.recipient is not None  # noqa: S101 - a notice is always about one team
    text = _notice_for(work, person, work.recipient)
    body: Mail | str = notice.sms(text) if work.message.transport == "sms" else notice.mail(text)
    address = _phone(work, person) if work.message.transport == "sms" else person.email
    if not address:
        return Moot("no address any more")
    return Parcel(
        reference=work.message.reference,
        address=address,
        body=body,
        uncertain=work.message.uncertain,
    )


def _phone(work: Work, person: Person) -> str | None:
    number = person.number(own=bool(work.message.data.get(messages.OWN)))
    return number.phone if number else None


def _notice_for(work: Work, person: Person, recipient: RecipientSheet) -> Notice:
    member = answers_for(work.tx, person, recipient.recipient)
    grant = Grant(work.message.organisation_id, recipient.recipient.id, person.id)
    by_sms = work.message.transport == "sms"
    occasion = Occasion(str(work.message.data.get("occasion", "waiting")))
    answers = member and (recipient.state in AWAITING or occasion is Occasion.ASKED)
    return Notice(
        occasion=occasion,
        number=work.case.number,
        triage=work.case.triage,
        team=recipient.team_name,
        age=work.now - work.case.created_at,
        link=work.links.acknowledge(grant, work.now) if answers else "",
        code=work.codes(work.message) if answers and by_sms else "",
        reader=reader_of(work, person, member=member),
        who=_who(work, occasion, recipient),
        given=recipient.acknowledged,
        needed=recipient.must_acknowledge,
    )


def _who(work: Work, occasion: Occasion, recipient: RecipientSheet) -> str:
    """Who did what a notice tells of, as far as the row or the case still says so."""
    if named := work.message.data.get(messages.WHO):
        return people.find(work.tx, named).name
    if occasion is Occasion.REPLIED:
        return ""
    if occasion in {Occasion.ACKNOWLEDGED, Occasion.TAKEN_OVER}:
        return recipient.claimer_name or ""
    return recipient.changed_by or "" if occasion in DONE else ""
