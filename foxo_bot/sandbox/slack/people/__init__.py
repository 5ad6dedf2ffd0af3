"""The people of the sandbox's Slack: what they see, and what they can do."""
