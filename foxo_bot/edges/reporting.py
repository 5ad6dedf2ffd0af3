"""Logs what went wrong by code and reference: never a payload, never a person's words."""

import logging
import secrets
import traceback


def report(log: logging.Logger, what: str, error: BaseException) -> str:
    """Log an unexpected error and answer a reference that a person can quote.

    The error's own text is left out: a driver's may quote the row it was writing.
    """
    reference = secrets.token_hex(3)
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    log.error(what, extra={"reference": reference, "error": type(error).__name__, "where": where})
    return reference
