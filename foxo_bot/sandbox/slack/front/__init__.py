"""What the sandbox's Slack sends to the app, and what it makes of the app's answers."""
