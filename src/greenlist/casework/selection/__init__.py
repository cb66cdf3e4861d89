"""The selection table: drafts, line, decision by two persons."""
