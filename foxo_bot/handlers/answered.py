"""What somebody reads who answered for a case, by whichever way they did."""

from foxo_bot.model import Case, Person, Recipient, State, spoken

STAYS_YOURS = "Case {number} stays yours."


def words(case: Case, by: Person, answered: Recipient | None) -> str:
    """`answered` is the recipient that they acknowledged, None where they are still on it.

    At that moment what the sender is told has been written, and waits to be sent.
    """
    number = spoken(case.number)
    if answered is None:
        return STAYS_YOURS.format(number=number)
    said = [f"You have acknowledged case {number}."]
    if by.id != case.sender_id:
        said.append("The sender is being told.")
    if answered.state is State.PARTLY:
        said.append("Others must acknowledge too and are still asked.")
    return " ".join(said)
