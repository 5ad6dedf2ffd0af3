"""How the stand-in's connector refuses: the Bot Connector's codes as one exception."""

from foxo_bot.sandbox.wire import Json

_WORDS = {
    "Unauthorized": (401, "Authorization has been denied for this request."),
    "BadArgument": (400, "Invalid argument."),
    "BadSyntax": (400, "Bad format of conversation ID or activity."),
    "ConversationNotFound": (404, "Conversation not found."),
    "ActivityNotFoundInConversation": (404, "The activity was not found in the conversation."),
    "MemberNotFoundInConversation": (404, "The member is not in the conversation."),
    "BotNotInConversationRoster": (403, "The bot is not part of the conversation roster."),
    "BotDisabledByAdmin": (403, "The tenant admin disabled this bot."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "MessageWritesBlocked": (403, "Message writes are blocked in this conversation."),
    "ForbiddenOperationException": (403, "The operation is not allowed."),
    "MessageSizeTooBig": (413, "Message size too large."),
    "PreconditionFailed": (412, "Precondition failed, please try again."),
    "RateLimitExceeded": (429, "API calls quota exceeded. Please retry later."),
    "ServiceError": (500, "Unknown error."),
    "BadGateway": (502, "Failed to reach the service."),
    "ServiceUnavailable": (503, "The service is unavailable."),
    "GatewayTimeout": (504, "The service did not answer in time."),
}


class ConnectorError(Exception):
    """An answer with one of the connector's codes."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.status, usual = _WORDS.get(code, (400, "Bad request."))
        self.words = words or usual

    def body(self) -> Json:
        """The JSON that the connector answers."""
        return {"error": {"code": self.code, "message": self.words}}
