"""How people get in: the pinned entry message, the help, and what an unknown command says. Pure."""

from functools import cache

from foxo_bot.cards.card import Bold, Button, Buttons, Card, Heading, Note, Option, Paragraph, Tone

COMMANDS = {
    "case": "send a case to one or more teams; with a number, show that case",
    "cases": "your cases, your teams' cases, and those you sent",
    "patients": "the patients whose card you hold",
    "team": "who is in your team, who is told when, and how you are reached",
    "help": "this text",
}
"""Every command and what it does."""

_EMERGENCY = Note(("If someone must come within minutes, phone. Do not wait for a message.",))


def entry_card(team: Option) -> Card:
    """The message pinned in a channel; its button `new_case` opens the case form for anybody.

    `team` is the one that is chosen in the form, which need not stand in that channel.
    """
    return Card(
        preview="Send a case",
        blocks=(
            Heading("Send a case"),
            Paragraph(
                (
                    "Press the button and say what you need. ",
                    f"{team.label} is reminded until someone acknowledges, and you are told who.",
                )
            ),
            Buttons((Button("new_case", "Send a case", team.value, tone=Tone.GOOD),)),
            _EMERGENCY,
        ),
    )


@cache
def help_card(*, external: bool = False, prefix: str = "/foxo ") -> Card:
    """What one can do. Guests in a shared channel have no commands, so they are told the other way.

    `prefix` is what stands before a command's name on the platform.
    """
    button = Buttons((Button("new_case", "New case", tone=Tone.GOOD),))
    return Card(
        preview="How to use Foxo Bot",
        blocks=(
            Heading("How to use Foxo Bot"),
            *(_for_guests() if external else _commands(prefix)),
            button,
            _EMERGENCY,
        ),
        fixed=True,
    )


def unknown_subcommand(typed: str, *, prefix: str = "/foxo ") -> Card:
    """The answer to a command that does not exist: what was typed, then what there is."""
    names = ", ".join(COMMANDS)
    return Card(
        preview="There is no such command",
        blocks=(
            Paragraph((f"There is no {prefix}", Bold(typed[:40].strip() or "?"), ".")),
            Paragraph((f"Write {f'{prefix}followed by ' if prefix else ''}one of: {names}.",)),
        ),
    )


def _commands(prefix: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph((Bold(f"{prefix}{name}"), f"  {does}")) for name, does in COMMANDS.items()
    )


def _for_guests() -> tuple[Paragraph, ...]:
    return (
        Paragraph(("Press Send a case on the message pinned in the shared channel, or here.",)),
        Paragraph(
            ("You get your own copy of each case: reply to it, change its triage, close it.",)
        ),
    )
