"""A stand-in for a mail server: SMTP on a loopback port, and the mailboxes behind it."""
