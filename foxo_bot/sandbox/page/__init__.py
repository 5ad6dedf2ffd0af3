"""The demo's page: a browser's view of the stand-ins, drawn on the server."""
