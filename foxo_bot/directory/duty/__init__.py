"""Who of a team is on duty when: by a calendar's feed, or by weekly shifts in the file."""
