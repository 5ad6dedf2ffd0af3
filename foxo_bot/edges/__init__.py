"""What every edge of the program needs: odd payloads read, work behind an answer, faults told."""
