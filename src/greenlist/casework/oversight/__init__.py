"""The living watch: lists that decide, imported, matched with the units we know, and what hangs on them checked again."""
