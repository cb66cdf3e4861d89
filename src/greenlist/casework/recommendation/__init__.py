"""The bureau's batch: freeze, letter, summary table, hand in."""
