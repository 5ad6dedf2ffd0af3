"""The Bot Connector's methods."""
