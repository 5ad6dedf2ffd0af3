"""Refusals: errors whose docstring is what the person reads. Pure."""

from datetime import datetime


class Refusal(Exception):
    """That is not possible."""

    def __init__(self, **facts: str | datetime) -> None:
        """Keep the facts that fill the docstring's braces; the docstring is what is read."""
        super().__init__(type(self).__name__)
        self.facts = facts

    @property
    def template(self) -> str:
        return (type(self).__doc__ or Refusal.__doc__ or "").strip()


class AlreadyClaimed(Refusal):
    """{who} acknowledged this at {when}. Press Take over in chat if it should be yours."""


class AlreadyYours(Refusal):
    """You already hold case {number}."""


class AlreadyAcknowledged(Refusal):
    """You have acknowledged this already. {who} holds it; others of the team are still asked."""


class AlreadyEnded(Refusal):
    """This case was {state} by {who} at {when}; nothing was changed."""


class NotPossibleNow(Refusal):
    """{verb} is not possible: the case is {state}."""


class NotAllowed(Refusal):
    """{verb} is for {allowed}. You are not one of them here, so nothing was changed."""


class NoSuchCase(Refusal):
    """There is no case {number} that you can see. Check the number, or look among your cases."""


class NoSuchPost(Refusal):
    """This message belongs to a case that can no longer be found. Look among your cases."""


class NoOrganisation(Refusal):
    """Foxo Bot does not know this workspace or tenant yet. Ask whoever runs it to add it."""


class NotByCode(Refusal):
    """Case {number}: {why}"""


class LinkInvalid(Refusal):
    """This link is not valid or has expired. Open the case in chat, or ask for a new message."""


class NoNumber(Refusal):
    """No mobile number of yours is known. Add one with "A number of my own"."""


class TooManyCodes(Refusal):
    """Several codes were asked for already. Enter the newest, or ask for another {when}."""


class LeadsOnly(Refusal):
    """Only a lead of {team} can change that. Leads: {leads}."""


class NoSuchTeam(Refusal):
    """That team no longer exists. Choose another team."""
