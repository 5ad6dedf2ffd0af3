"""Examples of how a person is reached, and of what they are told of it. Pure."""

from foxo_bot.cards import addresses, reach_card
from foxo_bot.cards.card import Card, Form
from foxo_bot.cards.example_cases import NOW
from foxo_bot.model import Person, Triage, Way, Wishes

_WISHES = Wishes(ways=((Triage.URGENT, (Way.EMAIL,)), (Triage.NORMAL, (Way.DM,))), first=Way.SMS)


def reaching() -> dict[str, Card | Form]:
    """Every card and form of it."""
    alex = Person(
        id=2,
        organisation_id=1,
        name="Alex Invented",
        slack_user="U2",
        slack_via="T1",
        email="alex@northside.example",
        email_problem="The mailbox is full.",
        phone="+61491570157",
        own_phone="+61491570158",
        own_phone_verified_at=NOW,
        wishes=_WISHES,
    )
    plain = Person(id=3, organisation_id=1, name="Robin Invented")
    said = "A code is on its way to +61 ••• 157. Press Enter the code."
    known = reach_card.ReachSheet(alex, chat="Slack", waiting="+61491570157", say=said)
    return {
        "reach": reach_card.reach_card(known),
        "reach_nothing_known": reach_card.reach_card(reach_card.ReachSheet(plain)),
        "address_lost": addresses.lost(Way.SMS, "STOP was sent from it"),
        "address_of_member_lost": addresses.lost_of_member(
            alex.name, Way.EMAIL, "The email address does not exist.", "DM and SMS"
        ),
        "address_of_member_back": addresses.back_of_member(alex.name, Way.SMS, "DM and SMS"),
        "address_of_two_lost": addresses.lost(
            Way.SMS, "The phone network refused it.", number="+61491570158"
        ),
        "number_check_failed": addresses.check_failed("The number is not a mobile.", dead=True),
        "form_number_code": reach_card.code_form("+61491570157"),
        "form_own_number": reach_card.number_form(None),
        "form_own_number_kept": reach_card.number_form("+61491570158"),
        "form_wishes": reach_card.wishes_form(_WISHES),
    }
