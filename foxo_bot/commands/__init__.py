"""What each command of the command line does; __main__ only reads its words."""

DEMO_PORT = 8000
"""Where the demo's page is, unless told otherwise."""
