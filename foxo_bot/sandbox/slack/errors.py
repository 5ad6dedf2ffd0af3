"""How the stand-in's Web API refuses: Slack's error codes as one exception."""

from foxo_bot.sandbox.wire import Json


class SlackError(Exception):
    """An answer `{"ok": false, "error": code}`; `problems` become response_metadata.messages."""

    def __init__(self, code: str, *problems: str, **extra: str) -> None:
        super().__init__(code)
        self.code = code
        self.problems = problems
        self.extra = extra

    def body(self) -> Json:
        """The JSON that Slack answers."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.problems:
            body["response_metadata"] = {"messages": list(self.problems)}
        return body
