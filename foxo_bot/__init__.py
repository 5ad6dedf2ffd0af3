"""Foxo Bot: clinical hand-over in team chat that escalates until someone acknowledges."""

__version__ = "0.1.0"
