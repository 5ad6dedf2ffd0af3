"""A stand-in for the Bot Connector, Microsoft's sign-in, and the Teams client."""
