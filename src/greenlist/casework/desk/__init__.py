"""The desk: what waits for whom until when, and the words with which one is reminded. No table of its own."""
