"""What Slack sent, as Interactions and News. Pure: payload in, value out."""
