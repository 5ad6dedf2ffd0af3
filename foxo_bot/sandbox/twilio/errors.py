"""Twilio's refusals: HTTP status and error code, as its error dictionary has them."""

from foxo_bot.sandbox.wire import Json

_WORDS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    21211: (400, "Invalid 'To' Phone Number"),
    21212: (400, "Invalid From Number (caller ID)"),
    21266: (400, "'To' and 'From' number cannot be the same"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided is not a valid message-capable number"),
    21609: (400, "The StatusCallback URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}


class TwilioError(Exception):
    """An answer with one of Twilio's error codes."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.words = _WORDS.get(code, (400, "Bad request"))

    def body(self) -> Json:
        """The JSON that Twilio answers."""
        return {
            "code": self.code,
            "message": self.words,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
