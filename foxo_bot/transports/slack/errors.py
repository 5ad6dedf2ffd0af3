"""What Slack's error codes mean for a delivery, as one table with words for people.

Codes: docs.slack.dev, methods chat.postMessage, chat.update and the common errors.
"""

from foxo_bot.delivery.transport import TryLater, Undeliverable
from foxo_bot.edges.calling import LOST, CallFailed

_INVITE = "Invite it in Slack: /invite @Foxo Bot."
_GONE = "Foxo Bot is no longer installed in this Slack workspace. It has to be installed again."
_FORBIDDEN = "This Slack workspace does not let Foxo Bot post there. An administrator can allow it."
_DRAWN_WRONG = "Slack did not accept how the message was drawn."

DEAD: dict[str, str] = {
    "not_in_channel": f"Foxo Bot is not in the Slack channel. {_INVITE}",
    "channel_not_found": f"Slack cannot find the channel, or Foxo Bot is not in it. {_INVITE}",
    "is_archived": "The Slack channel is archived.",
    "is_inactive": "The Slack channel is archived or frozen.",
    "user_not_found": "Slack no longer knows this person.",
    "users_not_found": "Slack no longer knows this person.",
    "user_disabled": "This person's Slack account is switched off.",
    "cannot_dm_bot": "This Slack account is a bot, not a person.",
    "messages_tab_disabled": "Foxo Bot's messages tab is switched off in Slack.",
    "restricted_action": _FORBIDDEN,
    "restricted_action_read_only_channel": _FORBIDDEN,
    "restricted_action_thread_only_channel": _FORBIDDEN,
    "restricted_action_non_threadable_channel": _FORBIDDEN,
    "restricted_action_thread_locked": _FORBIDDEN,
}
"""Nothing can arrive at this address until somebody changes something."""

TOKEN_REFUSED = frozenset(
    {"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"}
)
SIGNED_OUT: dict[str, str] = {
    **dict.fromkeys(TOKEN_REFUSED, _GONE),
    "missing_scope": "Foxo Bot lacks a permission in this Slack workspace. It has to be installed "
    "again.",
    "not_allowed_token_type": "The Slack token is of the wrong kind.",
    "no_permission": _FORBIDDEN,
    "ekm_access_denied": "The workspace's administrators have suspended posting.",
    "access_denied": _FORBIDDEN,
}
"""The installation is at fault, not the address."""

REFUSED: dict[str, str] = {
    "message_not_found": "The message was deleted in Slack.",
    "thread_not_found": "The message to answer was deleted in Slack.",
    "cant_update_message": "The message is not Foxo Bot's to change.",
    "edit_window_closed": "Slack no longer lets this message be changed.",
    "invalid_blocks": _DRAWN_WRONG,
    "invalid_blocks_format": _DRAWN_WRONG,
    "msg_blocks_too_long": _DRAWN_WRONG,
    "msg_too_long": _DRAWN_WRONG,
    "no_text": _DRAWN_WRONG,
}
"""This message is at fault; another to the same address may arrive."""

_TAKEN_AWAY = frozenset({"message_not_found", "thread_not_found"})

DRAWN_WRONG = frozenset(code for code, words in REFUSED.items() if words is _DRAWN_WRONG)
"""Codes that say the blocks are at fault: plain words would still arrive."""

_WHOLE_LANE = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded"}
    | {"team_added_to_org", "org_login_required", "external_channel_migrating"}
)
_LATER = (
    LOST
    | _WHOLE_LANE
    | frozenset({"service_unavailable", "request_timeout", "internal_error", "fatal_error"})
)
_MAY_HAVE_HAPPENED = frozenset({"internal_error", "fatal_error"})
"""Slack says of these that part of the work may have been done."""


def passes(code: str) -> bool:
    """Whether Slack, or the way to it, only cannot do it now."""
    return code in _LATER or code.startswith("http_")


def refusal(failed: CallFailed, *, uncertain: bool = False) -> TryLater | Undeliverable:
    """What a failed call means for a delivery.

    `uncertain` says that an earlier attempt's outcome is still unknown, which the next must hear.
    """
    code = failed.code
    if passes(code):
        return TryLater(
            code,
            after=failed.after,
            lane_too=code in _WHOLE_LANE,
            uncertain=uncertain or failed.written or code in _MAY_HAVE_HAPPENED,
        )
    if code in DEAD:
        return Undeliverable(code, DEAD[code], address_dead=True)
    words = SIGNED_OUT.get(code) or REFUSED.get(code) or f"Slack refused the message ({code})."
    return Undeliverable(code, words, taken_away=code in _TAKEN_AWAY)
