"""All SQL: functions of an open transaction in, frozen dataclasses out."""
