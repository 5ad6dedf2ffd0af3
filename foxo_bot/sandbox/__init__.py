"""Local stand-ins for Slack, Twilio and a mail server, shared by the tests and the demo."""
