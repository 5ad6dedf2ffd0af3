"""Duty calendars: fetches their feeds on a schedule and hands what they say to the directory."""

from foxo_bot.calendars.reader import Calendars

__all__ = ["Calendars"]
