"""A stand-in for Twilio: its messaging API, its webhooks, and the phones that get the texts."""
