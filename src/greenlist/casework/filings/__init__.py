"""A form filled against a standard: sections with versions, evidence, score, submitted versions."""
