"""A stand-in for Slack: its Web API, what it sends to an app, and the people who use it."""
