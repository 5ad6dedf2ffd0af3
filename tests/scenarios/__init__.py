"""Stories over real sockets: signed requests in, vendors' stand-ins out, a real database."""
