"""The cohort lane: whole columns scored in blocks with a proven bound; what lies near a tie or a line goes to the exact lane."""
