"""One kind of failure for every call of the Bot Connector."""


class CallFailed(Exception):
    """Teams did not do it. `code` is Microsoft's, or ours: `timeout`, `dropped`, `unreachable`.

    `after` is Retry-After in seconds. `written` says that the request may have reached Teams
    without our hearing what became of it.
    """

    def __init__(
        self, code: str, *, status: int = 0, after: float | None = None, written: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.after = after
        self.written = written
