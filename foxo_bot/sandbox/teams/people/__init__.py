"""The people of the sandbox's Teams: what they see, and what they can do."""
