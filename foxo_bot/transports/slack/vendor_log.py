"""What slack_bolt and slack_sdk log to."""

import logging

VENDOR_LOG = logging.getLogger("foxo_bot.transports.slack.vendor")
"""Below critical the SDKs may print bodies, so they may not."""
VENDOR_LOG.setLevel(logging.CRITICAL)
