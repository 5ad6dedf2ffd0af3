"""The permissions and events that Slack must grant, each because of something in this folder."""

SCOPES: dict[str, str] = {
    "app_mentions:read": "hear a mention of the bot in a channel",
    "channels:history": "hear replies in the threads of public channels; find a lost post again",
    "channels:read": "see who is in a public channel, and whether the bot is",
    "chat:write": "post cards, redraw them, and answer one person alone",
    "commands": "/foxo and the two shortcuts",
    "files:read": "take files that a person adds to a case, and hand them to who may see it",
    "groups:history": "the same as channels:history in private channels",
    "groups:read": "the same as channels:read in private channels",
    "im:history": "hear what people write to the bot directly",
    "im:write": "write to a person directly, and find that conversation again",
    "pins:write": "pin the card with the New case button",
    "users:read": "a person's name, and whether their account is still active",
    "users:read.email": "a person's email address, to reach them when nobody answers in chat",
}

EVENTS: dict[str, str] = {
    "app_home_opened": "draw the home page",
    "app_mention": "answer a mention",
    "app_uninstalled": "forget the tokens of a workspace that removed the app",
    "channel_archive": "a team's channel was archived",
    "channel_deleted": "a team's channel was deleted",
    "channel_id_changed": "a private channel got another id when it was shared",
    "channel_unarchive": "a team's channel is open again",
    "group_archive": "a team's private channel was archived",
    "group_deleted": "a team's private channel was deleted",
    "group_unarchive": "a team's private channel is open again",
    "member_joined_channel": "somebody joined a team's channel, or the bot did",
    "member_left_channel": "somebody left a team's channel, or the bot was removed",
    "message.channels": "replies in the threads of public channels",
    "message.groups": "replies in the threads of private channels",
    "message.im": "messages to the bot",
    "tokens_revoked": "forget tokens that were revoked",
    "user_change": "a person's name, email or phone changed, or their account was switched off",
}
