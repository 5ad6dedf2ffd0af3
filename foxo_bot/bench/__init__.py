"""Measurements of the program, printed as ratios of one run; nothing else imports them."""
